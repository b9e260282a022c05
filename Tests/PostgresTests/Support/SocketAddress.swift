// Blocking sockets for the fault proxy's threads.

import Foundation
import Glibc

/// A place to listen at or connect to.
enum SocketAddress: Sendable {
    case path(String)
    case port(UInt16)

    /// A call that failed.
    struct Failure: Error {
        let call: String
        let code: CInt
    }

    /// Where a database's URL points: a socket's folder or 127.0.0.1.
    init(databaseURL: String) throws {
        let components = URLComponents(string: databaseURL)
        let items = components?.queryItems ?? []
        func value(_ name: String) -> String? { items.last { $0.name == name }?.value }
        let port = value("port") ?? components?.port.map(String.init) ?? "5432"
        if let host = value("host"), host.hasPrefix("/") {
            self = .path("\(host)/.s.PGSQL.\(port)")
        } else {
            self = .port(UInt16(port) ?? 5432)
        }
    }

    func listen() throws -> CInt {
        let descriptor = try makeSocket()
        guard withAddress({ Glibc.bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, 64) == 0
        else { throw Failure(call: "listen", code: errno) }
        return descriptor
    }

    func connect() throws -> CInt {
        let descriptor = try makeSocket()
        guard withAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(call: "connect", code: code)
        }
        return descriptor
    }

    static func boundPort(of descriptor: CInt) throws -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        guard status == 0 else { throw Failure(call: "getsockname", code: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    private func makeSocket() throws -> CInt {
        let family =
            switch self {
            case .path: AF_UNIX
            case .port: AF_INET
            }
        let descriptor = socket(family, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
        return descriptor
    }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        switch self {
        case .path(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            return lend(&address, body)
        case .port(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return lend(&address, body)
        }
    }

    private func lend<Address>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
