// Octets of a connection → requests, one after another. Owns what could not be parsed yet, and
// nothing else: an idle connection's decoder holds no memory of its own.

/// Decodes requests, RFC 9112, from octets that come in any pieces.
///
/// Append what was read, then call `next()` until it needs more. How the octets were cut never
/// changes the result, and the work for each octet is bounded. A request that two parsers could
/// read in two ways is refused; after an error the connection is of no more use.
///
/// ```swift
/// decoder.append(octets)
/// while case .request(let request) = try decoder.next() { … }
/// ```
///
/// The caller reads no more octets than one buffer while a request is being served; that bounds
/// what pipelining can pile up here.
public struct RequestDecoder: Sendable {
    /// What the octets so far amount to.
    public enum Step: Sendable {
        /// Nothing complete: append more.
        case needMore
        /// The client waits for "100 Continue" before it sends a body; call `next()` again.
        ///
        /// This comes once, before the body is looked at, even where the body is there already.
        case expectContinue
        /// A request, whole.
        case request(Request)
    }

    /// What is being waited for, so which deadline applies.
    public enum Phase: Sendable, Hashable {
        /// The first octet of a request.
        case idle
        /// The rest of a head.
        case head
        /// The rest of a body.
        case body
    }

    private enum State {
        /// Between requests, or in a head. Can become: fixedBody, chunkedBody, failed.
        case head
        /// So many octets of a body. Can become: head.
        case fixedBody(length: Int)
        /// A body in chunks. Can become: head, failed.
        case chunkedBody
        /// Refused; every further call says so again.
        case failed(WireError)
    }

    private let limits: Limits
    private var state = State.head
    private var buffer: [UInt8] = []
    /// What of `buffer` is consumed.
    private var start = 0
    private var head = HeadParser()
    private var chunks = ChunkedBody()
    /// The request whose body is awaited, or was refused: who refuses it can tell what was asked.
    public private(set) var pending: Request?

    /// Creates a decoder for one connection.
    public init(limits: Limits = Limits()) {
        var limits = limits
        // Offsets into a head are 32 bits wide.
        limits.headBytesMax = min(limits.headBytesMax, 16 * 1024 * 1024)
        limits.requestLineBytesMax = min(limits.requestLineBytesMax, limits.headBytesMax)
        self.limits = limits
    }

    /// What is being waited for.
    public var phase: Phase {
        switch state {
        case .head: head.isIdle(after: buffer.count - start) ? .idle : .head
        case .fixedBody, .chunkedBody: .body
        case .failed: .idle
        }
    }

    /// Whether every octet so far was part of a request that `next()` has returned.
    public var isEmpty: Bool { start == buffer.count && pending == nil }

    /// The octets held: of what could not be parsed yet, and of a body that is not whole.
    public var heldBytes: Int { buffer.count - start + chunks.content.count }

    /// Takes octets that were read; they are copied.
    public mutating func append(_ octets: Span<UInt8>) {
        if case .failed = state { return }
        if start > 0 {
            buffer.removeSubrange(0..<start)
            start = 0
        }
        buffer.append(addingCapacity: octets.count) { output in
            for index in octets.indices { output.append(octets[index]) }
        }
    }

    /// Returns the next thing that the octets so far amount to.
    ///
    /// - Throws: Why the request is refused; from then on always the same.
    public mutating func next() throws(WireError) -> Step {
        do throws(WireError) {
            switch state {
            case .head: return try headAdvanced()
            case .fixedBody(let length): return fixedBodyAdvanced(length)
            case .chunkedBody: return try chunkedBodyAdvanced()
            case .failed(let error): throw error
            }
        } catch {
            state = .failed(error)
            buffer = []
            start = 0
            throw error
        }
    }

    private mutating func headAdvanced() throws(WireError) -> Step {
        guard start < buffer.count else { return .needMore }
        guard try head.advance(buffer, from: start, limits) else { return .needMore }
        let request = Request(head: take(head.length), head)
        pending = request
        let body = try head.framing.body(
            minorVersion: head.requestLine.minorVersion, bodyBytesMax: limits.bodyBytesMax)
        let expectsContinue = head.framing.expectsContinue
        head = HeadParser()
        switch body {
        case .none:
            pending = nil
            return .request(request)
        case .fixed(let length): state = .fixedBody(length: length)
        case .chunked: state = .chunkedBody
        }
        return expectsContinue ? .expectContinue : try next()
    }

    private mutating func fixedBodyAdvanced(_ length: Int) -> Step {
        guard buffer.count - start >= length else { return .needMore }
        return completed(take(length))
    }

    private mutating func chunkedBodyAdvanced() throws(WireError) -> Step {
        start += try chunks.advance(buffer, from: start, limits)
        dropConsumed()
        guard chunks.isComplete else { return .needMore }
        let body = chunks.content
        chunks = ChunkedBody()
        return completed(body)
    }

    private mutating func completed(_ body: [UInt8]) -> Step {
        guard var request = pending.take() else {
            preconditionFailure("a body without its head in \(state)")
        }
        request.body = body
        state = .head
        return .request(request)
    }

    /// Removes the next `count` octets, without a copy where they are all there is.
    private mutating func take(_ count: Int) -> [UInt8] {
        if start == 0, count == buffer.count {
            var taken: [UInt8] = []
            swap(&taken, &buffer)
            return taken
        }
        let taken = Array(buffer[start..<start + count])
        start += count
        dropConsumed()
        return taken
    }

    private mutating func dropConsumed() {
        guard start == buffer.count else { return }
        buffer = []
        start = 0
    }
}
