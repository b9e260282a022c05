// A client that knows nothing of the code under test: POSIX sockets, and a deadline for everything.

import Glibc
package import Reactor

/// One connection to a server; what does not come in time fails the call.
package actor HTTPClient {
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Why an exchange failed.
    package enum Failure: Error, Sendable, Equatable {
        case timedOut
        /// The server ended the connection before a whole answer.
        case ended(received: String)
        case malformed(String)
        case system(call: String, code: CInt)
    }

    private nonisolated let executor = BlockingExecutor()
    private let descriptor: CInt
    private let patience: Duration
    private var received: [UInt8] = []
    private var isOpen = true

    /// Connects to where a server listens; each call may take as long as `patience`.
    package static func connect(
        to address: ListenAddress, patience: Duration = .seconds(30)
    ) throws(Failure) -> HTTPClient {
        HTTPClient(try ClientSocket.connect(to: address), patience)
    }

    private init(_ descriptor: CInt, _ patience: Duration) {
        self.descriptor = descriptor
        self.patience = patience
    }

    isolated deinit { close() }

    /// Sends a request and returns the answer to it.
    package func exchange(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
        try send(request.bytes)
        return try response(to: request.method)
    }

    /// Sends octets as they are.
    package func send(_ bytes: [UInt8]) throws(Failure) {
        let deadline = ContinuousClock.now + patience
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: POLLOUT, until: deadline)
            let count = rest.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor, buffer.baseAddress, buffer.count,
                    CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EAGAIN && errno != EINTR {
                throw .system(call: "send", code: errno)
            }
        }
    }

    /// Sends text as it is.
    package func send(_ text: String) throws(Failure) {
        try send(Array(text.utf8))
    }

    /// Receives the next response, an interim one included; the request's method says whether a
    /// body follows.
    package func response(to method: String = "GET") throws(Failure) -> HTTPResponse {
        let deadline = ContinuousClock.now + patience
        while true {
            if let response = try takeResponse(to: method) { return response }
            guard try receive(until: deadline) else {
                throw .ended(received: String(decoding: received, as: UTF8.self))
            }
        }
    }

    /// Receives everything until the server ends the connection.
    package func rest() throws(Failure) -> String {
        let deadline = ContinuousClock.now + patience
        while try receive(until: deadline) {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// Whether the server has ended the connection by now, with nothing more to read.
    package func isEnded() -> Bool {
        var octet: UInt8 = 0
        let flags = CInt(MSG_DONTWAIT | MSG_PEEK)
        let count = recv(descriptor, &octet, 1, flags)
        return count == 0 || count < 0 && errno != EAGAIN && errno != EINTR
    }

    /// Tells the server that nothing more is sent.
    package func finishSending() {
        if isOpen { shutdown(descriptor, CInt(SHUT_WR)) }
    }

    /// Ends the connection in order.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }

    /// Ends the connection with a reset.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, size)
        close()
    }

    private func takeResponse(to method: String) throws(Failure) -> HTTPResponse? {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        guard var response = HTTPResponse(head: head) else { throw .malformed(head) }
        let length = response.bodyLength(answering: method)
        guard received.count - end.upperBound >= length else { return nil }
        response.body = Array(received[end.upperBound..<(end.upperBound + length)])
        received.removeFirst(end.upperBound + length)
        return response
    }

    /// Receives some octets; false at the end of the connection.
    private func receive(until deadline: ContinuousClock.Instant) throws(Failure) -> Bool {
        try wait(for: POLLIN, until: deadline)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
        if count > 0 {
            received += buffer[..<count]
        } else if count < 0 && errno != EAGAIN && errno != EINTR {
            throw .system(call: "recv", code: errno)
        }
        return count != 0
    }

    private func wait(
        for events: CInt, until deadline: ContinuousClock.Instant
    ) throws(Failure) {
        let left = ContinuousClock.now.duration(to: deadline)
        let (seconds, attoseconds) = left.components
        let milliseconds = max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
        guard left > .zero else { throw .timedOut }
        var place = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        let count = poll(&place, 1, CInt(clamping: milliseconds))
        if count == 0 { throw .timedOut }
        if count < 0 && errno != EINTR { throw .system(call: "poll", code: errno) }
    }
}
