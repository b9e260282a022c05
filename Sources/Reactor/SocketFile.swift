// The file of a Unix socket: made by binding, taken over when it is stale, removed at the end.

import Glibc

/// A bound Unix socket's file, removed with the last reference to it.
final class SocketFile: Sendable {
    private let path: String
    private let identity: Identity

    /// Binds the socket to `path`, replacing a socket file at which nobody answers.
    init(binding descriptor: CInt, to path: String) throws(SystemError) {
        let name = SocketAddress(.unix(path: path))
        if name.withSockaddr({ bind(descriptor, $0, $1) }) != 0 {
            let error = SystemError("bind")
            guard error.code == EADDRINUSE, Self.isStale(name, path) else { throw error }
            unlink(path)
            guard name.withSockaddr({ bind(descriptor, $0, $1) }) == 0 else {
                throw SystemError("bind")
            }
        }
        guard let identity = Identity(path) else { throw SystemError("lstat") }
        self.path = path
        self.identity = identity
    }

    deinit {
        // Another process may have put its own socket there since.
        if Identity(path) == identity { unlink(path) }
    }

    /// Whether the file is a socket whose owner is gone; a regular file is nobody's to delete.
    private static func isStale(_ name: SocketAddress, _ path: String) -> Bool {
        guard let identity = Identity(path), identity.isSocket else { return false }
        guard let probe = try? OwnedDescriptor("socket", streamSocket(AF_UNIX)) else {
            return false
        }
        let answer = name.withSockaddr { connect(probe.number, $0, $1) }
        return answer == -1 && errno == ECONNREFUSED
    }

    private struct Identity: Equatable {
        let device: UInt64
        let number: UInt64
        let isSocket: Bool

        init?(_ path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            number = UInt64(status.st_ino)
            isSocket = status.st_mode & S_IFMT == S_IFSOCK
        }
    }
}
