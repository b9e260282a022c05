// Every limit, met exactly and passed by one.

import HTTPWire
import Testing

@Suite struct LimitTests {
    private let tight = Limits(
        requestLineBytesMax: 20, fieldBytesMax: 30, headBytesMax: 80, fieldCountMax: 4,
        bodyBytesMax: 10, chunkLineBytesMax: 12, chunkExtensionBytesMax: 15, trailerBytesMax: 20,
        trailerCountMax: 2)

    private func error(_ text: String) -> WireError? { decode(text, limits: tight).error }

    @Test func requestLine() {
        // "GET " + target + " HTTP/1.1\r\n" is 15 octets and the target.
        #expect(error("GET /1234 HTTP/1.1\r\nHost: a\r\n\r\n") == nil)
        #expect(error("GET /12345 HTTP/1.1\r\nHost: a\r\n\r\n") == .requestLineTooLong)
        #expect(error("GET /12345 HTTP/1.1") == nil)
        #expect(error("GET /12345 HTTP/1.1\r") == nil)
        #expect(error("GET /1234567 HTTP/1.1") == .requestLineTooLong)
        #expect(error(String(repeating: "G", count: 21)) == .requestLineTooLong)
        #expect(WireError.requestLineTooLong.status == .uriTooLong)
    }

    @Test func fieldLine() {
        let value = String(repeating: "x", count: 25)
        #expect(error("GET / HTTP/1.0\r\nA: \(value)\r\n\r\n") == nil)
        #expect(error("GET / HTTP/1.0\r\nA: \(value)x\r\n\r\n") == .fieldTooLong)
        #expect(error("GET / HTTP/1.0\r\nA: \(value)xxx") == .fieldTooLong)
        // The limit comes first, whatever the line holds.
        #expect(error("GET / HTTP/1.0\r\nA \u{0}: \(value)x\r\n\r\n") == .fieldTooLong)
        #expect(WireError.fieldTooLong.status == .requestHeaderFieldsTooLarge)
    }

    @Test func head() {
        // 16 for the request line, 2 × 30 for fields, 2 for the empty line, 2 left over.
        let field = "A: \(String(repeating: "x", count: 25))\r\n"
        #expect(error("GET / HTTP/1.0\r\n\(field)\(field)\r\n") == nil)
        #expect(error("GET /12 HTTP/1.0\r\n\(field)\(field)\r\n") == nil)
        #expect(error("GET /123 HTTP/1.0\r\n\(field)\(field)\r\n") == .headTooLong)
        #expect(error("GET / HTTP/1.0\r\n\(field)\(field)A:b\r\n\r\n") == .headTooLong)
        #expect(WireError.headTooLong.status == .requestHeaderFieldsTooLarge)
    }

    @Test func fieldCount() {
        #expect(error("GET / HTTP/1.0\r\nA:\r\nB:\r\nC:\r\nD:\r\n\r\n") == nil)
        #expect(error("GET / HTTP/1.0\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n") == .tooManyFields)
        #expect(WireError.tooManyFields.status == .requestHeaderFieldsTooLarge)
    }

    @Test("A declared length above the limit is refused before the body is there")
    func declaredBody() {
        let head = "POST / HTTP/1.0\r\nContent-Length: "
        #expect(error(head + "10\r\n\r\n0123456789") == nil)
        #expect(error(head + "11\r\n\r\n") == .contentTooLarge)
        #expect(decode(head + "18446744073709551615\r\n\r\n").error == .contentTooLarge)
        #expect(decode(head + "9223372036854775808\r\n\r\n").error == .contentTooLarge)
        #expect(WireError.contentTooLarge.status == .contentTooLarge)
    }

    private let chunked = "POST / HTTP/1.1\r\nHost:a\r\nTransfer-Encoding:chunked\r\n\r\n"

    @Test("Chunks that pass the limit together are refused at the size that passes it")
    func chunkedBody() {
        #expect(error(chunked + "4\r\nabcd\r\n6\r\n012345\r\n0\r\n\r\n") == nil)
        #expect(error(chunked + "4\r\nabcd\r\n7\r\n") == .contentTooLarge)
        #expect(error(chunked + "b\r\n") == .contentTooLarge)
        #expect(error(chunked + "ffffffff\r\n") == .contentTooLarge)
    }

    @Test func chunkLine() {
        #expect(error(chunked + "0;123456789\r\n") == .chunkLineTooLong)
        #expect(error(chunked + "0;12345678\r\n\r\n") == nil)
        #expect(error(chunked + "0;12345678901") == .chunkLineTooLong)
    }

    @Test func chunkExtensionsTogether() {
        #expect(error(chunked + "1;123456\r\nx\r\n1;123456\r\nx\r\n0;\r\n") == .malformedChunk)
        #expect(error(chunked + "1;1234567\r\nx\r\n1;12345\r\nx\r\n0\r\n\r\n") == nil)
        #expect(error(chunked + "1;1234567\r\nx\r\n1;123456\r\nx\r\n0\r\n\r\n") == nil)
        #expect(error(chunked + "1;1234567\r\nx\r\n1;1234567\r\n") == .chunkLineTooLong)
    }

    @Test func trailers() {
        #expect(error(chunked + "0\r\nA: 3456\r\nB: 34567\r\n\r\n") == .trailerTooLong)
        #expect(error(chunked + "0\r\nA: 3456\r\nB: 3456\r\n\r\n") == nil)
        #expect(error(chunked + "0\r\nA:\r\nB:\r\n\r\n") == nil)
        #expect(error(chunked + "0\r\nA:\r\nB:\r\nC:\r\n\r\n") == .tooManyTrailers)
        #expect(error(chunked + "0\r\n" + String(repeating: "A", count: 21)) == .trailerTooLong)
    }

    @Test("The default limits are those that the documentation names")
    func defaults() {
        let limits = Limits()
        let line = String(repeating: "a", count: limits.requestLineBytesMax - 15)
        #expect(Transcript(Array("GET /\(line) HTTP/1.0\r\n".utf8)).error == .requestLineTooLong)
        #expect(Transcript(Array("GET /\(line.dropLast()) HTTP/1.0\r\n\r\n".utf8)).error == nil)
    }
}
