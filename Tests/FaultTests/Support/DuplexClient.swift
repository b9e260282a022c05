// A client that sends and receives at the same time, as a pipelining one must.

import Foundation
import GatewaySupport
import Glibc
import Reactor

/// One connection whose both directions run on one thread; what does not come in time fails.
final class DuplexClient: Sendable {
    private let descriptor: CInt

    /// Why a conversation failed.
    enum Failure: Error {
        case system(call: String, code: CInt)
        case timedOut(received: Int)
    }

    /// Connects to where a server listens; with a small buffer the server soon finds it full.
    init(to address: ListenAddress, receiveBuffer: CInt? = nil) throws {
        guard case .internet(_, let port) = address else {
            throw Failure.system(call: "address", code: EINVAL)
        }
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system(call: "socket", code: errno) }
        if var size = receiveBuffer {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure.system(call: "connect", code: errno) }
    }

    deinit { close(descriptor) }

    /// Sends everything while receiving, until the server ends the connection.
    func converse(
        sending bytes: [UInt8], patience: Duration = .seconds(60)
    ) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in
                continuation.resume(with: Result { try run(bytes[...], patience) })
            }
        }
    }

    /// Sends as much as the server takes for now, and receives nothing.
    func stuff(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func run(_ bytes: ArraySlice<UInt8>, _ patience: Duration) throws -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        var rest = bytes
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while ContinuousClock.now < deadline {
            let wanted = rest.isEmpty ? POLLIN : POLLIN | POLLOUT
            var place = pollfd(fd: descriptor, events: Int16(wanted), revents: 0)
            guard poll(&place, 1, 100) > 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
            if count > 0 { received += buffer[..<count] }
            if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { return received }
            guard place.revents & Int16(POLLOUT) != 0 else { continue }
            let sent = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if sent > 0 { rest = rest.dropFirst(sent) }
        }
        throw Failure.timedOut(received: received.count)
    }
}
