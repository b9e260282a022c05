// One connection as the code above the reactor sees it.

import Glibc

/// What a stream tells whoever uses it.
public protocol StreamOwner: AnyObject {
    /// What was waited for is there, or never will be.
    ///
    /// Called on the loop, once for each `awaitInput` or `awaitRoom`; `error` says why a wait ended
    /// in vain.
    func streamReady(_ error: StreamError?)
}

/// A connected stream socket on an event loop.
///
/// It belongs to the code that runs on its loop. Reading and writing never wait: when there is
/// nothing to be had, its owner asks to be called. So an idle stream costs no task and no buffer.
/// Dropping the last reference closes the connection.
public final class Stream {
    private let socket: Socket

    /// The loop that the stream belongs to.
    public var loop: EventLoop { socket.loop }

    /// Takes over a connected stream socket, which it will close; also when it throws.
    ///
    /// Throws when the kernel does not let the descriptor be watched.
    public convenience init(adopting descriptor: CInt, on loop: EventLoop) throws(SystemError) {
        let descriptor = try OwnedDescriptor("adopt", descriptor)
        guard fcntl(descriptor.number, F_SETFL, O_NONBLOCK) == 0 else { throw SystemError("fcntl") }
        // Answers are written whole, so there is nothing to wait for. Not TCP: nothing to set.
        var on: CInt = 1
        setsockopt(
            descriptor.number, CInt(IPPROTO_TCP), TCP_NODELAY, &on,
            socklen_t(MemoryLayout<CInt>.size))
        try self.init(nonBlocking: descriptor, on: loop)
    }

    init(nonBlocking descriptor: consuming OwnedDescriptor, on loop: EventLoop) throws(SystemError)
    {
        socket = try Socket(descriptor.number, on: loop)
        _ = descriptor.release()
    }

    deinit {
        socket.owner = nil
        guard socket.isOpen else { return }
        if loop.isCurrent {
            socket.close()
        } else {
            loop.execute { [socket] in socket.close() }
        }
    }

    /// Who is called when a wait is over; not kept.
    public var owner: (any StreamOwner)? {
        get { socket.owner }
        set { socket.owner = newValue }
    }

    /// When reading, writing and waiting fail with `deadlinePassed`; nil for never.
    ///
    /// Absolute, so that a peer that sends a byte now and then gains no time. Cheap to move.
    public var deadline: Instant? {
        get { socket.deadline == .distantFuture ? nil : socket.deadline }
        set { socket.setDeadline(newValue ?? .distantFuture) }
    }

    /// What one attempt to read brought.
    public enum Reading<Result> {
        /// What was made of the bytes.
        case received(Result)
        /// The end of input.
        case end
        /// Nothing yet: `awaitInput`.
        case nothing
    }

    /// Shows the bytes that have come to `body`.
    ///
    /// They lie in the loop's own buffer, 1 to 65,536 of them, and are gone when `body` returns.
    public func read<Result>(
        _ body: (Span<UInt8>) -> Result
    ) throws(StreamError) -> Reading<Result> {
        switch socket.read() {
        case .bytes(let count):
            // SAFETY: `recv` has filled `count` bytes, and nothing reads into the loop's buffer
            // before `body`, which cannot suspend, has returned.
            .received(body(UnsafeBufferPointer(rebasing: loop.inputBuffer[..<count]).span))
        case .end: .end
        case .nothing: .nothing
        case .failed(let error): throw error
        }
    }

    /// Has the owner called once reading is worth another try.
    public func awaitInput() {
        socket.wait(for: .input)
    }

    /// Sends `bytes` from a place on as far as there is room, and returns up to where.
    ///
    /// Where that is not the end, `awaitRoom`. After an error an unknown part is on its way.
    public func write(_ bytes: [UInt8], from start: Int) throws(StreamError) -> Int {
        var sent = start
        while sent < bytes.count {
            // SAFETY: `sent` never passes the end of the bytes, which outlive the call.
            let output = bytes.withUnsafeBytes {
                socket.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            switch output {
            case .accepted(let count): sent += count
            case .failed(let error): throw error
            case .nothing: return sent
            }
        }
        return sent
    }

    /// Has the owner called once writing is worth another try.
    public func awaitRoom() {
        socket.wait(for: .room)
    }

    /// Closes the connection such that the peer can still read all that was sent to it.
    ///
    /// Closing a socket with unread input resets the connection, and the reset may overtake the
    /// answer. So this ends the output, discards a bounded amount of input for a bounded time, and
    /// closes then. The stream itself is closed at once.
    public func finish() {
        guard socket.isOpen else { return }
        LingeringClose.begin(socket)
    }

    /// Closes the connection; a wait ends with `closed`.
    public func close() {
        socket.close()
    }
}
