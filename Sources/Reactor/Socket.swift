// A connected descriptor with what is known about it and who waits for it.

import CLinux
import Glibc

/// A connected, non-blocking stream socket on a loop; the part of a `Stream` that the loop keeps.
///
/// Open until `close` or `release`, then closed for good.
final class Socket: LoopOwned, @unchecked Sendable {
    // SAFETY: used on its loop only; Sendable so that a stream dropped elsewhere can send it home.

    /// What the owner waits for.
    enum Wait {
        /// Can become: input, room.
        case nothing
        /// Can become: nothing.
        case input
        /// Can become: nothing.
        case room
    }

    let descriptor: CInt
    let loop: EventLoop

    /// Who is called when the wait is over; keeps the stream, which keeps this.
    unowned var owner: (any StreamOwner)?

    private(set) var isOpen = true

    /// When waiting ends in failure; `distantFuture` for never.
    private(set) var deadline = Instant.distantFuture

    // Readiness as the last edge and the last call left it. The kernel announces the truth right
    // after registration; until then writing is worth a try and reading is not.
    private var isReadable = false
    private var isWritable = true
    private var isHungUp = false

    private var wait = Wait.nothing
    private var alarm: Deadline?

    init(_ descriptor: CInt, on loop: EventLoop) throws(SystemError) {
        self.descriptor = descriptor
        self.loop = loop
        try loop.register(descriptor, self)
    }

    func ready(_ events: ReadyEvents) {
        if events.contains(.hangup) { isHungUp = true }
        if !events.isDisjoint(with: [.readable, .hangup]) {
            isReadable = true
            if wait == .input { wake(nil) }
        }
        if !events.isDisjoint(with: [.writable, .hangup]) {
            isWritable = true
            if wait == .room { wake(nil) }
        }
    }

    func loopStopped() {
        close()
    }

    /// Ends the socket's life here and returns its descriptor, still registered, to a new owner.
    func release() -> CInt {
        end()
        return descriptor
    }

    func close() {
        guard isOpen else { return }
        end()
        loop.forget(descriptor)
        Glibc.close(descriptor)
    }

    private func end() {
        isOpen = false
        alarm?.cancel()
        alarm = nil
        wake(.closed)
    }

    // MARK: Receiving

    /// What one attempt to read brought.
    enum Input {
        /// That many bytes are at the start of the loop's input buffer.
        case bytes(Int)
        case end
        case nothing
        case failed(StreamError)
    }

    func read() -> Input {
        if let failure { return .failed(failure) }
        guard isReadable else { return .nothing }
        let buffer = loop.inputBuffer
        let count = uninterrupted { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
        if count > 0 {
            // A short read has emptied the socket, unless the end of input is behind it.
            if count < buffer.count && !isHungUp { isReadable = false }
            return .bytes(count)
        }
        if count == 0 { return .end }
        if errno == EAGAIN {
            isReadable = false
            return .nothing
        }
        return .failed(Self.error(errno))
    }

    // MARK: Sending

    /// What one attempt to write achieved.
    enum Output {
        case accepted(Int)
        case nothing
        case failed(StreamError)
    }

    // SAFETY: the caller lends the bytes for the length of the call.
    func write(_ bytes: UnsafeRawBufferPointer) -> Output {
        if let failure { return .failed(failure) }
        guard isWritable else { return .nothing }
        let count = uninterrupted {
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
        }
        if count >= 0 { return .accepted(count) }
        if errno == EAGAIN {
            isWritable = false
            return .nothing
        }
        return .failed(Self.error(errno))
    }

    // MARK: Waiting

    /// Has the owner called once; at once where the socket is closed already.
    func wait(for wanted: Wait) {
        precondition(wait == .nothing, "a second wait while one is pending")
        wait = wanted
        if !isOpen { wake(.closed) }
    }

    func setDeadline(_ instant: Instant) {
        deadline = instant
        guard isOpen else { return }
        if let alarm {
            alarm.postpone(to: instant)
        } else if instant != .distantFuture {
            // `end` cancels it, so that it never outlives the socket.
            let alarm = Deadline(due: instant, loop: loop) { [unowned self] in
                wake(.deadlinePassed)
            }
            loop.arm(alarm)
            self.alarm = alarm
        }
    }

    /// Why nothing can be done on the socket any more; also stops a peer that always has more.
    private var failure: StreamError? {
        if !isOpen { return .closed }
        return deadline <= loop.now ? .deadlinePassed : nil
    }

    private func wake(_ error: StreamError?) {
        guard wait != .nothing else { return }
        wait = .nothing
        owner?.streamReady(error)
    }

    private static func error(_ code: CInt) -> StreamError {
        code == ECONNRESET || code == EPIPE ? .reset : .system(code)
    }
}
