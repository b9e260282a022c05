// The only file that knows epoll: the loop's set of descriptors, its alarm and its bell.

import CLinux
import Glibc

/// An epoll set with an alarm clock (timerfd) and a bell for other threads (eventfd) in it.
///
/// Both are edge-triggered and therefore never read: the edge alone is the message.
struct Poller: ~Copyable {
    /// How many events one wait can return.
    static let eventCountMax = 512

    /// One event: which descriptor, which registration of it, and what happened.
    struct Event {
        let descriptor: CInt
        let generation: UInt32
        let events: ReadyEvents
    }

    private let epoll: OwnedDescriptor
    private let alarm: OwnedDescriptor
    private let bell: OwnedDescriptor

    // SAFETY: allocated in init, freed in deinit, written by the kernel only inside `wait`.
    private let buffer: UnsafeMutablePointer<epoll_event>

    init() throws(SystemError) {
        let epoll = try OwnedDescriptor("epoll_create1", epoll_create1(CInt(EPOLL_CLOEXEC)))
        let alarm = try OwnedDescriptor(
            "timerfd_create",
            timerfd_create(CLOCK_MONOTONIC, CInt(TFD_CLOEXEC) | CInt(TFD_NONBLOCK)))
        let bell = try OwnedDescriptor(
            "eventfd", eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK)))
        for descriptor in [alarm.number, bell.number] {
            try Self.control(epoll.number, EPOLL_CTL_ADD, descriptor, 0, .edges)
        }
        self.epoll = epoll
        self.alarm = alarm
        self.bell = bell
        buffer = .allocate(capacity: Self.eventCountMax)
        buffer.initialize(repeating: epoll_event(), count: Self.eventCountMax)
    }

    deinit {
        buffer.deallocate()
    }

    /// The set itself is pollable: it is readable while any of its descriptors is ready.
    var descriptor: CInt { epoll.number }

    /// How a descriptor is watched.
    enum Interest {
        /// Both directions, announced when they change.
        case edges
        /// Input only, announced for as long as there is any.
        case inputLevel
        /// Nothing but errors; a pause.
        case nothing

        fileprivate var mask: UInt32 {
            switch self {
            case .edges:
                EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
            case .inputLevel: EPOLLIN.rawValue
            case .nothing: 0
            }
        }
    }

    func add(
        _ descriptor: CInt, generation: UInt32, interest: Interest
    ) throws(SystemError) {
        try Self.control(epoll.number, EPOLL_CTL_ADD, descriptor, generation, interest)
    }

    func modify(
        _ descriptor: CInt, generation: UInt32, interest: Interest
    ) throws(SystemError) {
        try Self.control(epoll.number, EPOLL_CTL_MOD, descriptor, generation, interest)
    }

    /// Forgets a descriptor; one that is already closed has been forgotten by the kernel.
    func remove(_ descriptor: CInt) {
        var ignored = epoll_event()
        epoll_ctl(epoll.number, EPOLL_CTL_DEL, descriptor, &ignored)
    }

    /// Collects events and returns how many; waits for at most `milliseconds` for the first.
    func wait(milliseconds: CInt) -> Int {
        let count = epoll_wait(epoll.number, buffer, CInt(Self.eventCountMax), milliseconds)
        // Interrupted by a signal: as good as nothing happened.
        return count == -1 ? 0 : Int(count)
    }

    /// The event at `index` of the last wait; nil when it was the alarm or the bell.
    func event(at index: Int) -> Event? {
        let raw = buffer[index]
        let descriptor = CInt(truncatingIfNeeded: raw.data.u64)
        if descriptor == bell.number || descriptor == alarm.number { return nil }
        var events: ReadyEvents = []
        if raw.events & EPOLLIN.rawValue != 0 { events.insert(.readable) }
        if raw.events & EPOLLOUT.rawValue != 0 { events.insert(.writable) }
        if raw.events & (EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
            events.insert(.hangup)
        }
        return Event(
            descriptor: descriptor, generation: UInt32(truncatingIfNeeded: raw.data.u64 >> 32),
            events: events)
    }

    /// Makes the set readable at `instant`, instead of at the moment asked for before.
    func setAlarm(to instant: Instant) {
        var time = itimerspec()
        // Zero would switch the clock off instead of ringing at once.
        let nanoseconds = max(1, instant.nanoseconds)
        time.it_value.tv_sec = Int(nanoseconds / 1_000_000_000)
        time.it_value.tv_nsec = Int(nanoseconds % 1_000_000_000)
        timerfd_settime(alarm.number, CInt(TFD_TIMER_ABSTIME), &time, nil)
    }

    /// Makes the set readable now; from any thread.
    func ring() {
        // The counter would overflow after 2⁶⁴ rings; a full one has rung already.
        eventfd_write(bell.number, 1)
    }

    private static func control(
        _ set: CInt, _ operation: CInt, _ descriptor: CInt, _ generation: UInt32,
        _ interest: Interest
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = interest.mask
        event.data.u64 = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
        guard epoll_ctl(set, operation, descriptor, &event) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }
}
