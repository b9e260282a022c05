// Accepting connections, under every address and every shortage.

import Glibc
import Testing

@testable import Reactor

@Suite("A listener")
struct ListenerTests {
    static let anyPort = ListenAddress.internet(IPAddress(v4: 0x7F00_0001), port: 0)

    /// A path for a socket, in a folder that is this test's alone.
    private static func temporaryPath() throws -> String {
        var template = Array((P_tmpdir + "/reactor-XXXXXX").utf8CString)
        let folder = try #require(mkdtemp(&template))
        return String(cString: folder) + "/socket"
    }

    private static func remove(_ path: String) {
        unlink(path)
        rmdir(String(path.dropLast("/socket".count)))
    }

    @Test("accepts many connections that arrive at once, and knows where they come from")
    func acceptsMany() async throws {
        let sockets = try ListeningSocket.open(Self.anyPort)
        let clients = (0..<200).map { _ in connectedSocket(to: sockets[0].address) }
        defer { for client in clients { close(client) } }
        let peers = try await onLoop { host in
            let gate = Gate<Void>()
            var streams: [Stream] = []
            var peers: Set<PeerAddress> = []
            let listener = try Listener(sockets[0], on: host.loop) { stream, peer in
                streams.append(stream)
                peers.insert(peer)
                if streams.count == 200 { gate.open(()) }
            }
            await gate.wait()
            listener.close()
            return peers
        }
        #expect(peers.count == 200)
        #expect(peers.allSatisfy { $0.address == IPAddress(v4: 0x7F00_0001) })
    }

    @Test("that is paused leaves connections alone until it goes on")
    func paused() async throws {
        let sockets = try ListeningSocket.open(Self.anyPort)
        let client = connectedSocket(to: sockets[0].address)
        defer { close(client) }
        try await onLoop { host in
            let gate = Gate<Void>()
            var count = 0
            let listener = try Listener(sockets[0], on: host.loop) { _, _ in
                count += 1
                gate.open(())
            }
            listener.pause()
            let waited = Gate<Void>()
            let deadline = host.loop.schedule(after: .milliseconds(3)) { waited.open(()) }
            await waited.wait()
            #expect(count == 0)
            listener.resume()
            await gate.wait()
            #expect(count == 1)
            deadline.cancel()
            listener.close()
        }
    }

    @Test("shares a TCP port that the system chose with those of other loops")
    func sharedPort() throws {
        let sockets = try ListeningSocket.open(Self.anyPort, count: 3)
        #expect(Set(sockets.map(\.address)).count == 1)
        #expect(Set(sockets.map(\.descriptor)).count == 3)
        #expect(sockets[0].address != Self.anyPort)
    }

    @Test("listens on IPv6 beside IPv4")
    func bothFamilies() throws {
        let six = try ListeningSocket.open(.internet(IPAddress(v6: 0), port: 0))
        guard case .internet(_, let port) = six[0].address else {
            Issue.record("not an Internet address")
            return
        }
        let four = try ListeningSocket.open(.internet(IPAddress(v4: 0), port: port))
        #expect(four[0].address == .internet(IPAddress(v4: 0), port: port))
    }

    @Test("accepts at a Unix socket on every loop that shares it, and removes its file")
    func unixSocket() async throws {
        let path = try Self.temporaryPath()
        defer { Self.remove(path) }
        do {
            let sockets = try ListeningSocket.open(.unix(path: path), count: 2)
            for socket in sockets {
                let received = try await onLoop { host in
                    let (stream, client) = try await host.accept(from: socket)
                    write(client, "x", 1)
                    close(client)
                    return try await stream.receiveToEnd()
                }
                #expect(received == Array("x".utf8))
            }
            #expect(access(path, F_OK) == 0)
        }
        #expect(access(path, F_OK) == -1)
    }

    @Test("takes over a Unix socket whose owner is gone")
    func staleSocket() throws {
        let path = try Self.temporaryPath()
        defer { Self.remove(path) }
        let old = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        let name = SocketAddress(.unix(path: path))
        #expect(name.withSockaddr { bind(old, $0, $1) } == 0)
        close(old)
        #expect(try ListeningSocket.open(.unix(path: path)).count == 1)
    }

    @Test("leaves a Unix socket that answers to its owner")
    func liveSocket() throws {
        let path = try Self.temporaryPath()
        defer { Self.remove(path) }
        let owner = try ListeningSocket.open(.unix(path: path))
        let error = #expect(throws: SystemError.self) {
            try ListeningSocket.open(.unix(path: path))
        }
        #expect(error?.code == EADDRINUSE)
        close(connectedSocket(to: owner[0].address))
    }

    @Test("does not delete a file that is no socket")
    func notASocket() throws {
        let path = try Self.temporaryPath()
        defer { Self.remove(path) }
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: SystemError.self) { try ListeningSocket.open(.unix(path: path)) }
        #expect(access(path, F_OK) == 0)
    }

    @Test("shares a port with nobody else, not even one who would share it")
    func portOfAnother() throws {
        let first = try ListeningSocket.open(Self.anyPort, count: 2)
        let error = #expect(throws: SystemError.self) {
            try ListeningSocket.open(first[0].address)
        }
        #expect(error == SystemError("bind", code: EADDRINUSE))
    }

    @Test("says that a port is taken")
    func portTaken() throws {
        let other = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(other) }
        var name = SocketAddress(Self.anyPort)
        #expect(name.withSockaddr { bind(other, $0, $1) } == 0)
        #expect(name.fill { getsockname(other, $0, $1) } == 0)
        guard case .internet(let host, let port) = name.peer else { return }
        let error = #expect(throws: SystemError.self) {
            try ListeningSocket.open(.internet(host, port: port))
        }
        #expect(error == SystemError("bind", code: EADDRINUSE))
    }
}
