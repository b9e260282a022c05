// One connection as the code above the reactor sees it.

import Glibc

/// A connected stream socket on an event loop.
///
/// It belongs to the code that runs on its loop. At most one `receive` and one `send` may be
/// pending. Dropping the last reference closes the connection.
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
        guard socket.isOpen else { return }
        if loop.isCurrent {
            socket.close()
        } else {
            loop.execute { [socket] in socket.close() }
        }
    }

    /// When a pending or later `receive` or `send` fails with `deadlinePassed`; nil for never.
    ///
    /// Absolute, so that a peer that sends a byte now and then gains no time. Cheap to move.
    public var deadline: Instant? {
        get { socket.deadline == .distantFuture ? nil : socket.deadline }
        set { socket.setDeadline(newValue ?? .distantFuture) }
    }

    /// Waits for bytes and shows them to `body`, returning its result; nil at the end of input.
    ///
    /// The bytes lie in the loop's own buffer, 1 to 65,536 of them, and are gone when `body`
    /// returns.
    public func receive<Result>(
        _ body: (Span<UInt8>) -> Result
    ) async throws(StreamError) -> Result? {
        while true {
            switch socket.read() {
            case .bytes(let count):
                // SAFETY: `recv` has filled `count` bytes, and nothing reads into the loop's buffer
                // before `body`, which cannot suspend, has returned.
                return body(UnsafeBufferPointer(rebasing: loop.inputBuffer[..<count]).span)
            case .end: return nil
            case .failed(let error): throw error
            case .nothing: break
            }
            if case .failed(let error) = await socket.waitForInput() { throw error }
        }
    }

    /// Sends all of `bytes`; suspends only while the socket is full.
    ///
    /// After an error an unknown part of the bytes is on its way.
    public func send(_ bytes: [UInt8]) async throws(StreamError) {
        var sent = 0
        while sent < bytes.count {
            // SAFETY: `sent` never passes the end of the bytes, which outlive the call.
            let output = bytes.withUnsafeBytes {
                socket.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            switch output {
            case .accepted(let count): sent += count
            case .failed(let error): throw error
            case .nothing:
                if case .failed(let error) = await socket.waitForRoom() { throw error }
            }
        }
    }

    /// Makes a pending `receive` fail with `interrupted`; does nothing when none is pending.
    public func interrupt() {
        socket.interrupt()
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

    /// Closes the connection; a pending `receive` or `send` fails with `closed`.
    public func close() {
        socket.close()
    }
}
