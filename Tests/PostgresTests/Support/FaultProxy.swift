// A proxy between pool and server that refuses, hangs and cuts when a test says so.

import Foundation
import Glibc
import Synchronization

/// Forwards connections to the cluster, on threads, until told otherwise.
final class FaultProxy: Sendable {
    /// What clients connect to.
    enum Door {
        case unixSocket
        /// 127.0.0.1, on a port that the system chooses.
        case tcp
    }

    private struct State {
        var listener: CInt = -1
        var isHanging = false
        var descriptors: Set<CInt> = []
        var serverBytesLeft = Int.max
        var clientBytes: [UInt8] = []
        var connectionsCount = 0
    }

    private let upstream: SocketAddress
    private let door: SocketAddress
    private let directory: String
    private let state = Mutex(State())

    /// Listens at a door of its own in front of the server that `url` names.
    init(url: String, door kind: Door = .unixSocket) throws {
        upstream = try SocketAddress(databaseURL: url)
        directory =
            FileManager.default.temporaryDirectory.path + "/pn\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        switch kind {
        case .unixSocket:
            door = .path(directory + "/.s.PGSQL.1")
            try listen()
        case .tcp:
            let listener = try SocketAddress.port(0).listen()
            door = .port(try SocketAddress.boundPort(of: listener))
            serve(listener)
        }
    }

    /// Where clients find the proxy: parameters to add to the server's URL.
    var parameters: [String] {
        switch door {
        case .path: ["host=\(directory)", "port=1"]
        case .port(let port): ["host=localhost", "port=\(port)"]
        }
    }

    /// Accepts again after `refuse`.
    func listen() throws {
        serve(try door.listen())
    }

    /// Refuses new connections and cuts the old ones, as a server that is gone.
    func refuse() {
        let listener = state.withLock { state in
            defer { state.listener = -1 }
            return state.listener
        }
        if listener >= 0 {
            shutdown(listener, CInt(SHUT_RDWR))
            close(listener)
        }
        if case .path(let path) = door { unlink(path) }
        cut()
    }

    /// Cuts all connections.
    func cut() {
        state.withLock { state in
            for descriptor in state.descriptors { shutdown(descriptor, CInt(SHUT_RDWR)) }
        }
    }

    /// Cuts a connection as soon as the server has sent so many more bytes through the proxy.
    func cut(afterServerBytes count: Int) {
        state.withLock { $0.serverBytesLeft = count }
    }

    /// Keeps connections open and forwards nothing, or forwards again.
    func hang(_ isHanging: Bool) {
        state.withLock { $0.isHanging = isHanging }
    }

    /// How many connections have come.
    var connectionsCount: Int { state.withLock { $0.connectionsCount } }

    /// Forgets what clients have sent so far.
    func forgetMessages() {
        state.withLock { $0.clientBytes.removeAll() }
    }

    /// The types of the messages that clients have sent since `forgetMessages`, one letter each.
    func messageTypes() -> String {
        let bytes = state.withLock { $0.clientBytes }
        var types = ""
        var position = 0
        while position + 5 <= bytes.count {
            types.unicodeScalars.append(Unicode.Scalar(bytes[position]))
            position += 1 + bytes[(position + 1)..<(position + 5)].reduce(0) { $0 << 8 | Int($1) }
        }
        return types
    }

    deinit {
        refuse()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func serve(_ listener: CInt) {
        state.withLock { $0.listener = listener }
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                guard let server = try? upstream.connect() else {
                    close(client)
                    continue
                }
                state.withLock {
                    $0.descriptors.formUnion([client, server])
                    $0.connectionsCount += 1
                }
                let pair = Pair(client: client, server: server)
                pump(from: client, to: server, isFromServer: false, pair)
                pump(from: server, to: client, isFromServer: true, pair)
            }
        }
    }

    /// Both directions' threads share the pair; the last one closes it.
    private final class Pair: Sendable {
        let client: CInt
        let server: CInt

        init(client: CInt, server: CInt) {
            self.client = client
            self.server = server
        }

        deinit {
            close(client)
            close(server)
        }
    }

    private func pump(from source: CInt, to target: CInt, isFromServer: Bool, _ pair: Pair) {
        Thread.detachNewThread { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let count = recv(source, &buffer, buffer.count, 0)
                guard count > 0, let self, let passed = passing(buffer[..<count], isFromServer)
                else { break }
                let sent = buffer.withUnsafeBytes {
                    send(target, $0.baseAddress, passed, CInt(MSG_NOSIGNAL))
                }
                guard sent == passed, passed == count else { break }
            }
            shutdown(pair.client, CInt(SHUT_RDWR))
            shutdown(pair.server, CInt(SHUT_RDWR))
            self?.state.withLock { $0.descriptors.subtract([pair.client, pair.server]) }
        }
    }

    /// How many of the bytes may pass; waits while hanging, and nil when the connection was cut.
    private func passing(_ bytes: ArraySlice<UInt8>, _ isFromServer: Bool) -> Int? {
        while state.withLock({ $0.isHanging }) {
            // Nothing comes from nowhere: a poll of no descriptor is a pause.
            poll(nil, 0, 1)
        }
        return state.withLock { state in
            guard isFromServer else {
                state.clientBytes.append(contentsOf: bytes)
                return bytes.count
            }
            let passed = min(bytes.count, state.serverBytesLeft)
            if passed < bytes.count || state.serverBytesLeft == 0 {
                // Cut this once; whoever comes next is served.
                state.serverBytesLeft = .max
            } else if state.serverBytesLeft != .max {
                state.serverBytesLeft -= passed
            }
            return passed
        }
    }
}
