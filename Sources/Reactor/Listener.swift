// Accepts connections for one loop, also when the process has no descriptor left.

import CLinux
import Glibc

/// The accepting end of a loop: turns what arrives at a listening socket into streams.
///
/// Accepting. Can become: paused (on request, or out of descriptors for a moment), closed.
public final class Listener: LoopOwned {
    /// How many connections are accepted before the loop's other descriptors get their turn.
    private static let acceptCountMax = 64

    /// How long accepting rests when the process or the system is out of descriptors or memory.
    private static let exhaustionPause = Duration.milliseconds(50)

    /// The address that connections come to.
    public var address: ListenAddress { socket.address }

    private let socket: ListeningSocket
    private let loop: EventLoop
    private let accepted: (sending Stream, PeerAddress) -> Void

    // Given up for a moment when there is no other descriptor, so as to hang up on callers instead
    // of leaving them in the dark; -1 while even that is gone.
    private var spare: CInt = -1
    private var resumption: Deadline?
    private var isPaused = false
    private var isOpen = true

    /// How many connections have been dropped because no descriptor was left for them.
    public private(set) var droppedCount = 0

    /// Starts to accept on `loop`, which keeps the listener until `close`.
    ///
    /// `accepted` is called on the loop with each connection.
    public init(
        _ socket: ListeningSocket, on loop: EventLoop,
        accepted: @escaping (sending Stream, PeerAddress) -> Void
    ) throws(SystemError) {
        self.socket = socket
        self.loop = loop
        self.accepted = accepted
        try loop.register(socket.descriptor, self, interest: .inputLevel)
        fillSpare()
    }

    deinit {
        if spare != -1 { Glibc.close(spare) }
    }

    /// Accepts what has arrived; called by the loop.
    public func ready(_ events: ReadyEvents) {
        var count = 0
        while count < Self.acceptCountMax && isOpen && !isPaused && resumption == nil {
            guard acceptOne() else { return }
            count += 1
        }
    }

    /// Leaves new connections with the kernel until `resume`.
    public func pause() {
        isPaused = true
        watch()
    }

    /// Accepts again.
    public func resume() {
        isPaused = false
        watch()
    }

    /// Stops accepting for good; connections that the kernel already holds are reset.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        resumption?.cancel()
        resumption = nil
        loop.deregister(socket.descriptor)
    }

    func loopStopped() {
        close()
    }

    /// Accepts one connection; false when there is none, or not now.
    private func acceptOne() -> Bool {
        var name = SocketAddress()
        let flags = CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = name.fill { accept4(socket.descriptor, $0, $1, flags) }
        guard descriptor == -1 else {
            deliver(descriptor, name.peer)
            return true
        }
        switch errno {
        case EAGAIN: return false
        case EMFILE, ENFILE:
            dropSome()
            rest()
            return false
        case EINTR, ECONNABORTED, EPERM, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET,
            EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH, ETIMEDOUT:
            // The connection's own misfortune, as accept(2) lists them: the next one.
            return true
        default:
            // Out of memory for one; whatever it is, it will not be better at once.
            rest()
            return false
        }
    }

    private func deliver(_ descriptor: CInt, _ peer: PeerAddress) {
        // Should the kernel refuse to watch it, the connection is closed on the way out.
        guard let owned = try? OwnedDescriptor("accept4", descriptor),
            let stream = try? Stream(nonBlocking: owned, on: loop)
        else { return }
        accepted(stream, peer)
    }

    /// Hangs up on the first callers in the queue, by means of the spare descriptor.
    private func dropSome() {
        for _ in 0..<Self.acceptCountMax where spare != -1 {
            Glibc.close(spare)
            // Another thread may have been faster, and then nobody is hung up on.
            let descriptor = accept4(socket.descriptor, nil, nil, CInt(SOCK_CLOEXEC.rawValue))
            if descriptor != -1 {
                Glibc.close(descriptor)
                droppedCount += 1
            }
            fillSpare()
            if descriptor == -1 { return }
        }
        if spare == -1 { fillSpare() }
    }

    private func fillSpare() {
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    /// Stops listening to the socket for a moment: it would be announced over and over.
    private func rest() {
        resumption = loop.schedule(after: Self.exhaustionPause) { [unowned self] in
            resumption = nil
            watch()
        }
        watch()
    }

    private func watch() {
        guard isOpen else { return }
        let interest: Poller.Interest = isPaused || resumption != nil ? .nothing : .inputLevel
        // Cannot fail: the socket is registered, and changing it needs no memory.
        try? loop.watch(socket.descriptor, interest)
    }
}
