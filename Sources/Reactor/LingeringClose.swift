// The last moments of a connection whose peer may still be sending.

import Glibc

/// A socket whose output has ended and whose input is thrown away until the peer has seen it.
///
/// Discarding. Can become: closed, by the end of input, an error, the byte limit or the time limit.
final class LingeringClose: LoopOwned {
    /// How many bytes the peer may still send: enough for a body that was refused by its length.
    static let bytesMax = 16 << 20

    /// How long the peer has for that.
    static let durationMax = Duration.seconds(2)

    /// How many sockets of a loop may be in this state; beyond it they are closed at once.
    static let countMax = 1024

    private let descriptor: CInt
    private let loop: EventLoop
    private var bytesLeft = LingeringClose.bytesMax
    private var deadline: Deadline?

    /// Takes the descriptor from `socket` and closes it in due time.
    static func begin(_ socket: Socket) {
        guard socket.loop.lingeringCount < countMax, shutdown(socket.descriptor, CInt(SHUT_WR)) == 0
        else {
            socket.close()
            return
        }
        let loop = socket.loop
        let lingering = LingeringClose(socket.release(), on: loop)
        loop.lingeringCount += 1
        loop.replaceHandler(of: lingering.descriptor, with: lingering)
        lingering.deadline = loop.schedule(after: durationMax) { [unowned lingering] in
            lingering.close()
        }
        lingering.discard()
    }

    private init(_ descriptor: CInt, on loop: EventLoop) {
        self.descriptor = descriptor
        self.loop = loop
    }

    func ready(_ events: ReadyEvents) {
        discard()
    }

    func loopStopped() {
        close()
    }

    private func discard() {
        let buffer = loop.inputBuffer
        while bytesLeft > 0 {
            let count = uninterrupted { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
            if count == -1 && errno == EAGAIN { return }
            if count <= 0 { break }
            bytesLeft -= count
        }
        close()
    }

    private func close() {
        deadline?.cancel()
        deadline = nil
        loop.lingeringCount -= 1
        loop.forget(descriptor)
        Glibc.close(descriptor)
    }
}
