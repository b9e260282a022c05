// Connecting: the one place that speaks the socket interface's C.

import Glibc
import Reactor

/// Makes sockets that are connected to a server on this machine.
enum ClientSocket {
    static func connect(to address: ListenAddress) throws(HTTPClient.Failure) -> CInt {
        switch address {
        case .unix(let path): try connect(path: path)
        case .internet(_, let port): try connect(port: port)
        }
    }

    private static func connect(path: String) throws(HTTPClient.Failure) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        return try connect(AF_UNIX, &address)
    }

    private static func connect(port: UInt16) throws(HTTPClient.Failure) -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try connect(AF_INET, &address)
    }

    private static func connect<Address>(
        _ family: CInt, _ address: inout Address
    ) throws(HTTPClient.Failure) -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw .system(call: "socket", code: errno) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard status == 0 else {
            let code = errno
            close(descriptor)
            throw .system(call: "connect", code: code)
        }
        var isOn: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &isOn, size)
        return descriptor
    }
}
