// Where a message ends. Whatever two parsers could read in two ways is refused.

import HTTPWire
import Testing

@Suite struct FramingTests {
    @Test(
        "The smuggling table: each of these is refused, and nothing after it is read",
        arguments: [
            ("Content-Length: 5\r\nTransfer-Encoding: chunked", WireError.conflictingFraming),
            ("Transfer-Encoding: chunked\r\nContent-Length: 5", .conflictingFraming),
            ("Transfer-Encoding: chunked\r\nContent-Length: 0", .conflictingFraming),
            ("Content-Length: 5\r\nContent-Length: 6", .repeatedContentLength),
            ("Content-Length: 5\r\nContent-Length: 5", .repeatedContentLength),
            ("Content-Length: 5\r\ncontent-length: 5", .repeatedContentLength),
            ("Content-Length: 5, 5", .malformedContentLength),
            ("Content-Length: 5,", .malformedContentLength),
            ("Content-Length: +5", .malformedContentLength),
            ("Content-Length: -5", .malformedContentLength),
            ("Content-Length: -0", .malformedContentLength),
            ("Content-Length: 0x5", .malformedContentLength),
            ("Content-Length: 5h", .malformedContentLength),
            ("Content-Length: 5.0", .malformedContentLength),
            ("Content-Length: 5e0", .malformedContentLength),
            ("Content-Length: 5_0", .malformedContentLength),
            ("Content-Length: 5 5", .malformedContentLength),
            ("Content-Length: \"5\"", .malformedContentLength),
            ("Content-Length: ٥", .malformedContentLength),
            ("Content-Length: 05", .malformedContentLength),
            ("Content-Length: 00", .malformedContentLength),
            ("Content-Length:", .malformedContentLength),
            ("Content-Length: 18446744073709551616", .contentTooLarge),
            ("Content-Length: 99999999999999999999999", .contentTooLarge),
            ("Content-Length: 99999999999999999999999x", .malformedContentLength),
            ("Content-Length: 184467440737095516160000000000000000000005", .contentTooLarge),
            ("Content-Length: 18446744073709551616, 5", .malformedContentLength),
            ("Content-Length : 5", .malformedFieldName),
            ("Content-Length\u{0}: 5", .malformedFieldName),
            (" Content-Length: 5", .lineFolding),
            ("Content-Length: 5\n", .malformedLineEnding),
            ("Content-Length: \u{b}5", .malformedFieldValue),
            ("Transfer-Encoding: chunked, chunked", .malformedTransferEncoding),
            (
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                .malformedTransferEncoding
            ),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: x", .malformedTransferEncoding),
            ("Transfer-Encoding: chunked, gzip", .malformedTransferEncoding),
            ("Transfer-Encoding: chunked, identity", .malformedTransferEncoding),
            ("Transfer-Encoding: chunked,gzip,chunked", .malformedTransferEncoding),
            ("Transfer-Encoding: chunked;a=b", .malformedTransferEncoding),
            ("Transfer-Encoding: ,chunked", .malformedTransferEncoding),
            ("Transfer-Encoding: chunked,", .malformedTransferEncoding),
            ("Transfer-Encoding: identity", .malformedTransferEncoding),
            ("Transfer-Encoding: gzip", .malformedTransferEncoding),
            ("Transfer-Encoding: xchunked", .malformedTransferEncoding),
            ("Transfer-Encoding: x chunked", .malformedTransferEncoding),
            ("Transfer-Encoding: chunke", .malformedTransferEncoding),
            ("Transfer-Encoding: \"chunked\"", .malformedTransferEncoding),
            ("Transfer-Encoding:  chunked", .malformedTransferEncoding),
            ("Transfer-Encoding:\tchunked", .malformedTransferEncoding),
            ("Transfer-Encoding: chunked ", .malformedTransferEncoding),
            ("Transfer-Encoding:", .malformedTransferEncoding),
            ("Transfer-Encoding: gzip, chunked", .unknownTransferCoding),
            ("Transfer-Encoding: gzip,chunked", .unknownTransferCoding),
            ("Transfer-Encoding: gzip, CHUNKED", .unknownTransferCoding),
            ("Transfer-Encoding: Chunked, chunked", .malformedTransferEncoding),
            ("Transfer-Encoding: Chunked\t", .malformedTransferEncoding),
            ("Transfer-Encoding : chunked", .malformedFieldName),
            ("Transfer-Encoding\t: chunked", .malformedFieldName),
            ("Transfer-Encoding: \u{b}chunked", .malformedFieldValue),
            ("Transfer-Encoding: chunked\u{0}", .malformedFieldValue),
            ("Transfer-Encoding:\r\n chunked", .malformedTransferEncoding),
            ("X: y\rTransfer-Encoding: chunked", .malformedFieldValue),
            ("X: y\nTransfer-Encoding: chunked", .malformedLineEnding),
        ])
    func smuggling(fields: String, error: WireError) {
        let text = "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n0\r\n\r\nGET /b HTTP/1.1\r\n"
        let transcript = decode(text)
        #expect(transcript.error == error)
        #expect(transcript.lines.isEmpty)
    }

    @Test("RFC 9112 §6.1: HTTP/1.0 has no transfer codings")
    func transferEncodingInHTTP10() {
        let text = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        #expect(decode(text).error == .unexpectedTransferEncoding)
    }

    @Test("A declared length is the body's", arguments: ["0", "1", "5"])
    func contentLength(length: String) throws {
        let body = "hello".prefix(Int(length) ?? 0)
        let transcript = decode(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n\(body)")
        #expect(
            transcript.lines
                == ["POST origin / - 1.1 [Host=a|Content-Length=\(length)] <\(body)> keep-alive"])
        #expect(transcript.isEmpty)
    }

    @Test(
        "RFC 9112 §5.1: white space around a length is not the length's",
        arguments: ["5 ", "5\t", "5 \t ", "  5", "\t5"])
    func spacedContentLength(length: String) {
        let transcript = decode(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\nhello")
        #expect(
            transcript.lines == ["POST origin / - 1.1 [Host=a|Content-Length=5] <hello> keep-alive"]
        )
        #expect(transcript.isEmpty)
    }

    @Test("RFC 9112 §7: a coding has any case", arguments: ["chunked", "Chunked", "CHUNKED"])
    func codingsCase(coding: String) {
        let transcript = decode(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \(coding)\r\n\r\n"
                + "2\r\nhi\r\n0\r\n\r\n")
        #expect(
            transcript.lines
                == ["POST origin / - 1.1 [Host=a|Transfer-Encoding=\(coding)] <hi> keep-alive"])
        #expect(transcript.isEmpty)
    }

    @Test("A body may hold anything, a request too")
    func bodyIsNotParsed() {
        let inner = "GET /inner HTTP/1.1\r\nHost: b\r\n\r\n"
        let text = """
            POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(inner.utf8.count)\r\n\r\n\(inner)
            """
        let transcript = decode(text)
        #expect(transcript.lines.count == 1)
        #expect(transcript.isEmpty)
    }

    @Test("No framing field, no body: what follows is the next request")
    func noBody() {
        let transcript = decode("POST / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n")
        #expect(
            transcript.lines == [
                "POST origin / - 1.1 [Host=a] <> keep-alive", "GET origin /b - 1.0 [] <> close",
            ])
    }

    @Test(
        "RFC 9112 §9.3: who keeps the connection",
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: close\r\n", false),
            ("1.1", "Connection: CLOSE\r\n", false), ("1.1", "Connection: keep-alive\r\n", true),
            ("1.1", "Connection: keep-alive, close\r\n", false),
            ("1.1", "Connection: x ,\tclose , y\r\n", false),
            ("1.1", "Connection: x\r\nConnection: close\r\n", false),
            ("1.1", "Connection: closed\r\n", true), ("1.1", "Connection: ,,\r\n", true),
            ("1.0", "", false), ("1.0", "Connection: keep-alive\r\n", true),
            ("1.0", "Connection: Keep-Alive\r\n", true),
            ("1.0", "Connection: keep-alive, close\r\n", false),
            ("1.0", "Connection: close\r\n", false),
        ])
    func keepAlive(version: String, fields: String, keepsAlive: Bool) throws {
        let request = try request("GET / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n")
        #expect(request.keepsAlive == keepsAlive)
    }

    @Test("RFC 9110 §10.1.1: a client that expects 100 is told so once, before its body")
    func expectContinue() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n"
        let fixed = decode(head + "Content-Length: 2\r\n\r\nhi")
        #expect(fixed.lines.first == "expect continue")
        #expect(fixed.lines.count == 2)
        let chunked = decode(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        #expect(chunked.lines.first == "expect continue")
        #expect(chunked.lines.count == 2)
        #expect(decode(head + "Content-Length: 0\r\n\r\n").lines.count == 1)
        #expect(decode(head + "\r\n").lines.count == 1)
    }

    @Test(arguments: ["100", "200-ok", "100-continue, x", "100-continue;a", "x", ""])
    func otherExpectationsFail(expectation: String) {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nExpect: \(expectation)\r\n\r\n"
        #expect(decode(text).error == .unknownExpectation)
        #expect(decode(text).error?.status == .expectationFailed)
    }

    @Test func expectationsInHTTP10AreIgnored() {
        let text = "POST / HTTP/1.0\r\nExpect: x\r\nContent-Length: 1\r\n\r\na"
        #expect(decode(text).lines.count == 1)
    }
}
