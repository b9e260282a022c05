// The place where connections arrive, bound once and then shared out among the loops.

import CLinux
import Glibc

/// A bound and listening socket that is not yet on a loop.
///
/// Sockets are opened all at once, before any loop accepts: a port that is taken is known at the
/// start. Closed with its last reference.
public final class ListeningSocket: Sendable {
    /// The address it is bound to, with the port that was chosen for port 0.
    public let address: ListenAddress

    let descriptor: CInt

    // Shared by all sockets of one path: the last of them removes the file.
    private let file: SocketFile?

    /// How many connections the kernel may keep for us, where `net.core.somaxconn` allows it.
    public static let backlogCountMax: CInt = 4096

    private init(
        _ descriptor: consuming OwnedDescriptor, _ address: ListenAddress, _ file: SocketFile?
    ) {
        self.descriptor = descriptor.release()
        self.address = address
        self.file = file
    }

    deinit {
        close(descriptor)
    }

    /// Listens at `address` with one socket for each of `count` loops.
    ///
    /// A TCP port gets as many sockets, among which the kernel distributes connections; a Unix
    /// socket is shared, and its file is removed at the end. Throws `EADDRINUSE` when somebody
    /// else listens there; a socket file that nobody answers at is replaced.
    public static func open(
        _ address: ListenAddress, count: Int = 1
    ) throws(SystemError) -> [ListeningSocket] {
        precondition(count > 0, "no loop to listen for")
        var sockets: [ListeningSocket] = []
        switch address {
        case .internet:
            var bound = address
            try refuseTaken(address)
            for _ in 0..<count {
                let socket = try internet(bound)
                bound = socket.address
                sockets.append(socket)
            }
        case .unix(let path):
            let first = try unix(path)
            sockets.append(first)
            while sockets.count < count {
                let copy = try OwnedDescriptor("fcntl", fcntl(first.descriptor, F_DUPFD_CLOEXEC, 0))
                sockets.append(ListeningSocket(copy, address, first.file))
            }
        }
        return sockets
    }

    /// Throws where somebody listens already: `SO_REUSEPORT` alone would let another process of the
    /// same user take half of the connections.
    private static func refuseTaken(_ address: ListenAddress) throws(SystemError) {
        let name = SocketAddress(address)
        let family = name.withSockaddr { pointer, _ in CInt(pointer.pointee.sa_family) }
        let descriptor = try OwnedDescriptor("socket", streamSocket(family))
        try set(descriptor.number, SOL_SOCKET, SO_REUSEADDR)
        if family == AF_INET6 { try set(descriptor.number, CInt(IPPROTO_IPV6), IPV6_V6ONLY) }
        guard name.withSockaddr({ bind(descriptor.number, $0, $1) }) == 0 else {
            throw SystemError("bind")
        }
    }

    private static func internet(_ address: ListenAddress) throws(SystemError) -> ListeningSocket {
        var name = SocketAddress(address)
        let family = name.withSockaddr { pointer, _ in CInt(pointer.pointee.sa_family) }
        let descriptor = try OwnedDescriptor("socket", streamSocket(family))
        try set(descriptor.number, SOL_SOCKET, SO_REUSEADDR)
        try set(descriptor.number, SOL_SOCKET, SO_REUSEPORT)
        // Inherited by what is accepted, which saves a call per connection.
        try set(descriptor.number, CInt(IPPROTO_TCP), TCP_NODELAY)
        // So that both families can be named side by side.
        if family == AF_INET6 { try set(descriptor.number, CInt(IPPROTO_IPV6), IPV6_V6ONLY) }
        guard name.withSockaddr({ bind(descriptor.number, $0, $1) }) == 0 else {
            throw SystemError("bind")
        }
        guard listen(descriptor.number, backlogCountMax) == 0 else { throw SystemError("listen") }
        guard name.fill({ getsockname(descriptor.number, $0, $1) }) == 0 else {
            throw SystemError("getsockname")
        }
        guard case .internet(let bound, let port) = name.peer else {
            preconditionFailure("a TCP socket bound to \(name.peer)")
        }
        return ListeningSocket(descriptor, .internet(bound, port: port), nil)
    }

    private static func unix(_ path: String) throws(SystemError) -> ListeningSocket {
        let descriptor = try OwnedDescriptor("socket", streamSocket(AF_UNIX))
        let file = try SocketFile(binding: descriptor.number, to: path)
        guard listen(descriptor.number, backlogCountMax) == 0 else { throw SystemError("listen") }
        return ListeningSocket(descriptor, .unix(path: path), file)
    }

    private static func set(
        _ descriptor: CInt, _ level: CInt, _ option: CInt
    ) throws(SystemError) {
        var on: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        guard setsockopt(descriptor, level, option, &on, size) == 0 else {
            throw SystemError("setsockopt")
        }
    }
}

/// A new stream socket that neither blocks nor survives `exec`; -1 with `errno` when refused.
func streamSocket(_ family: CInt) -> CInt {
    let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    return socket(family, CInt(type), 0)
}
