// The kernel's form of addresses; the only file that knows `sockaddr`.

import Glibc

/// An address in the form in which system calls take and give it.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private(set) var length: socklen_t

    /// Room for the kernel to fill.
    init() {
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    }

    init(_ address: ListenAddress) {
        switch address {
        case .internet(let address, let port):
            switch address.family {
            case .v4:
                self.init(
                    sockaddr_in(
                        sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
                        sin_addr: address.v4, sin_zero: (0, 0, 0, 0, 0, 0, 0, 0)))
            case .v6:
                self.init(
                    sockaddr_in6(
                        sin6_family: sa_family_t(AF_INET6), sin6_port: port.bigEndian,
                        sin6_flowinfo: 0, sin6_addr: address.v6, sin6_scope_id: 0))
            }
        case .unix(let path):
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { room in
                // The last byte stays zero and ends the path.
                room.prefix(room.count - 1).copyBytes(from: path.utf8.prefix(room.count - 1))
            }
            self.init(name)
        }
    }

    private init<Address>(_ address: Address) {
        length = socklen_t(MemoryLayout<Address>.size)
        withUnsafeBytes(of: address) { bytes in
            // SAFETY: every address is a plain C struct that fits into `sockaddr_storage`.
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) }
        }
    }

    /// Calls `body` with the form that `bind` and `connect` take.
    func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            // SAFETY: `sockaddr` is the common beginning of what `storage` holds.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// Calls `body` with room that `accept4` and `getsockname` fill.
    mutating func fill<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            // SAFETY: the kernel writes at most `length` bytes, the size of `storage`.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }

    /// What the address says; anything but TCP over IP is a local socket.
    var peer: PeerAddress {
        withUnsafeBytes(of: storage) { bytes in
            switch CInt(storage.ss_family) {
            case AF_INET:
                let name = bytes.load(as: sockaddr_in.self)
                return .internet(IPAddress(name.sin_addr), port: UInt16(bigEndian: name.sin_port))
            case AF_INET6:
                let name = bytes.load(as: sockaddr_in6.self)
                return .internet(
                    IPAddress(name.sin6_addr), port: UInt16(bigEndian: name.sin6_port))
            default: return .unix
            }
        }
    }
}
