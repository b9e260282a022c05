// The loop: one thread at a time, on which descriptors, deadlines and Swift tasks take turns.

import Dispatch
import Glibc
import Synchronization

/// An event loop that is also an executor, for actors and for tasks.
///
/// It is a serial Dispatch queue with one read source, on an epoll set that holds all the loop's
/// descriptors: Dispatch is paid per turn and not per event. A turn collects what is ready,
/// calls the handlers, runs the jobs that became ready and fires due deadlines. Jobs enqueued on
/// the loop by the loop itself run in the same turn, so neither resuming a task from a handler nor
/// switching between two actors on one loop ever changes threads.
///
/// Everything but `execute`, `stop`, `isCurrent` and enqueueing is to be used on the loop only.
public final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // SAFETY: `inbox`, `poller.ring` and `turnThread` are made for any thread; all other state is
    // touched in a turn only, and the queue is serial.

    /// What the loop is called in a debugger and in metrics.
    public let name: String

    /// The monotonic time at which the current turn last looked at the clock.
    public internal(set) var now: Instant

    /// The buffer that every stream of the loop reads into; lent, never kept.
    let inputBuffer: UnsafeMutableBufferPointer<UInt8>

    let poller: Poller
    let inbox = Inbox()
    let queue: DispatchQueue
    let turnThread = Atomic<UInt>(0)

    var slots = SlotTable()
    var deadlines = DeadlineHeap()
    var alarmAt = Instant.distantFuture
    var cachedWallTime: WallTime?
    var ready: [Work] = []
    var running: [Work] = []
    var isStopped = false
    var lingeringCount = 0

    private let source: any DispatchSourceRead

    /// Makes a loop that runs until `stop`, and has the process ignore SIGPIPE.
    ///
    /// Throws when the system has no descriptor left.
    public init(name: String) throws(SystemError) {
        self.name = name
        // Writing to a connection that the peer has closed is an error to handle, not a reason to
        // die.
        signal(SIGPIPE, SIG_IGN)
        poller = try Poller()
        now = .current()
        // SAFETY: freed in deinit; used between `recv` and the return of `Stream.receive` only.
        inputBuffer = .allocate(capacity: Self.inputBufferBytes)
        inputBuffer.initialize(repeating: 0)
        queue = DispatchQueue(label: name)
        source = DispatchSource.makeReadSource(fileDescriptor: poller.descriptor, queue: queue)
        source.setEventHandler { [self] in turn() }
        // Dispatch may look at the descriptor until the source is cancelled: keep it open.
        source.setCancelHandler { [self] in withExtendedLifetime(self) {} }
        source.activate()
    }

    deinit {
        inputBuffer.deallocate()
    }

    /// The size of the buffer that a loop's streams share, and so the most that one read brings.
    public static let inputBufferBytes = 64 * 1024

    /// Whether the calling thread is in one of this loop's turns.
    public var isCurrent: Bool {
        turnThread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// The date and time, read at most once each time the turn looks at the clock.
    public var wallTime: WallTime {
        if let cachedWallTime { return cachedWallTime }
        let time = WallTime.current()
        cachedWallTime = time
        return time
    }

    /// Runs `body` on the loop soon; from any thread, and never before returning.
    public func execute(_ body: @escaping @Sendable () -> Void) {
        enqueue(.body(body))
    }

    /// Calls `body` on the loop once `duration` has passed, unless the deadline is moved or
    /// cancelled.
    public func schedule(after duration: Duration, _ body: @escaping () -> Void) -> Deadline {
        let deadline = Deadline(due: now + duration, loop: self, body: body)
        arm(deadline)
        return deadline
    }

    /// Has `handler` told of everything that becomes possible on a non-blocking descriptor.
    ///
    /// Both directions are watched for changes (edge-triggered), and what is possible already is
    /// announced first. The loop keeps the handler until `deregister`, and does not own the
    /// descriptor. Throws what the kernel answers, for a regular file for instance.
    public func register(_ descriptor: CInt, _ handler: any EventHandler) throws(SystemError) {
        try register(descriptor, handler, interest: .edges)
    }

    /// From now on announces input alone, and for as long as there is any (level-triggered):
    /// whoever reads once for each announcement misses nothing.
    public func watchInput(of descriptor: CInt) throws(SystemError) {
        try watch(descriptor, .inputLevel)
    }

    /// Announces changes in both directions again, what is possible already first.
    public func watchChanges(of descriptor: CInt) throws(SystemError) {
        try watch(descriptor, .edges)
    }

    /// Forgets the descriptor, whose handler is not called again.
    ///
    /// Not even for what this turn has already collected. To be called before the descriptor is
    /// closed; harmless when repeated.
    public func deregister(_ descriptor: CInt) {
        precondition(isCurrent, "deregister on another thread than \(name)'s")
        if slots.remove(descriptor) { poller.remove(descriptor) }
    }

    /// Ends polling: streams and listeners of the loop are closed, deadlines never fire.
    ///
    /// Tasks and actors that live on the loop can still run. From any thread; harmless when
    /// repeated.
    public func stop() {
        execute { [self] in
            guard !isStopped else { return }
            isStopped = true
            inbox.stopPolling()
            source.cancel()
            // Whoever rang the bell until now may not have been heard.
            queue.async { [self] in turn() }
            closeAll()
        }
    }

    func register(
        _ descriptor: CInt, _ handler: any EventHandler, interest: Poller.Interest
    ) throws(SystemError) {
        precondition(isCurrent, "register on another thread than \(name)'s")
        guard !isStopped else { throw SystemError("epoll_ctl", code: ECANCELED) }
        let generation = slots.insert(handler, at: descriptor)
        do {
            try poller.add(descriptor, generation: generation, interest: interest)
        } catch {
            _ = slots.remove(descriptor)
            throw error
        }
    }

    /// Watches a registered descriptor differently.
    func watch(_ descriptor: CInt, _ interest: Poller.Interest) throws(SystemError) {
        guard let generation = slots.generation(of: descriptor) else { return }
        try poller.modify(descriptor, generation: generation, interest: interest)
    }

    /// Gives a registered descriptor to another handler.
    func replaceHandler(of descriptor: CInt, with handler: any EventHandler) {
        slots.replaceHandler(of: descriptor, with: handler)
    }

    /// Like `deregister`, for a descriptor that is about to be closed, which tells the kernel.
    func forget(_ descriptor: CInt) {
        _ = slots.remove(descriptor)
    }

    func arm(_ deadline: Deadline) {
        precondition(isCurrent, "a deadline of \(name) armed on another thread")
        if !isStopped { deadlines.arm(deadline) }
    }

    func disarm(_ deadline: Deadline) {
        precondition(isCurrent, "a deadline of \(name) cancelled on another thread")
        deadlines.remove(deadline)
    }

    private func closeAll() {
        deadlines.removeAll()
        for handler in slots.handlers {
            (handler as? any LoopOwned)?.loopStopped()
        }
    }
}

/// A handler that closes itself when its loop stops.
protocol LoopOwned: EventHandler {
    func loopStopped()
}
