// What the tests of this module share: code that runs on a loop, and sockets to talk to it.

import Glibc
import Reactor

/// An actor that lives on a loop, as the gateway's workers do.
actor LoopHost {
    nonisolated let loop: EventLoop

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ loop: EventLoop) {
        self.loop = loop
    }

    /// Starts a task beside the caller, on the same loop.
    nonisolated func start<Value>(
        with value: sending Value,
        _ body: @escaping @Sendable (isolated LoopHost, sending Value) async -> Void
    ) {
        loop.startTask(of: self, with: value, body)
    }
}

/// Runs `body` on a loop of its own and stops the loop afterwards.
func onLoop<Result: Sendable>(
    _ body: @escaping @Sendable (isolated LoopHost) async throws -> Result
) async throws -> Result {
    let loop = try EventLoop(name: "test")
    defer { loop.stop() }
    return try await withUnsafeThrowingContinuation { continuation in
        loop.startTask(of: LoopHost(loop), with: continuation) { host, continuation in
            do {
                continuation.resume(returning: try await body(host))
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

/// A variable for closures that run on one loop.
final class Shared<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// A value that a task waits for and that comes from the same loop; the first one counts.
final class Gate<Value: Sendable> {
    private var value: Value?
    private var waiter: UnsafeContinuation<Value, Never>?

    func open(_ value: Value) {
        guard self.value == nil else { return }
        self.value = value
        waiter?.resume(returning: value)
    }

    func wait() async -> Value {
        if let value { return value }
        return await withUnsafeContinuation { waiter = $0 }
    }
}

/// Two connected Unix sockets; both descriptors are the caller's to close.
func socketPair() -> (CInt, CInt) {
    var ends: [CInt] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    let result = socketpair(AF_UNIX, CInt(type), 0, &ends)
    precondition(result == 0, "socketpair: \(errno)")
    return (ends[0], ends[1])
}

/// A blocking client connected to `address`, which must be on this host.
func connectedSocket(to address: ListenAddress) -> CInt {
    let descriptor: CInt
    let result: CInt
    switch address {
    case .internet(let host, let port):
        precondition(host.family == .v4, "tests connect over IPv4")
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(truncatingIfNeeded: host.bits).bigEndian
        result = withUnsafeBytes(of: name) { connect(descriptor, $0) }
    case .unix(let path):
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        result = withUnsafeBytes(of: name) { connect(descriptor, $0) }
    }
    precondition(result == 0, "connect: \(errno)")
    return descriptor
}

private func connect(_ descriptor: CInt, _ name: UnsafeRawBufferPointer) -> CInt {
    guard let base = name.baseAddress else { return -1 }
    return connect(
        descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(name.count))
}

/// Shrinks a socket's buffer so that it is soon full.
func shrinkBuffer(_ option: CInt, of descriptor: CInt) {
    var size: CInt = 4096
    setsockopt(descriptor, SOL_SOCKET, option, &size, socklen_t(MemoryLayout<CInt>.size))
}

/// Reads from a blocking descriptor until its end.
func readToEnd(_ descriptor: CInt) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return all }
        all += buffer[..<count]
    }
}
