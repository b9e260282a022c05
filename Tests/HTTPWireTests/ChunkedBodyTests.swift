// The chunked transfer coding: what is taken, and what is refused.

import HTTPWire
import Testing

@Suite struct ChunkedBodyTests {
    private let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    private func decoded(_ body: String) -> Transcript {
        var limits = Limits()
        limits.bodyBytesMax = 4096
        return decode(head + body, limits: limits)
    }

    @Test(
        "A chunked body is its chunks' data",
        arguments: [
            ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"),
            ("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello"),
            ("00005\r\nhello\r\n000\r\n\r\n", "hello"),
            ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
            ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
            ("1;a\r\nx\r\n0\r\n\r\n", "x"), ("1;a=b;c=\"d;\\\"\"\r\nx\r\n0;e\r\n\r\n", "x"),
            ("4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
        ])
    func taken(body: String, expected: String) {
        let transcript = decoded(body)
        #expect(
            transcript.lines == [
                "POST origin / - 1.1 [Host=a|Transfer-Encoding=chunked] <\(expected)> keep-alive"
            ])
        #expect(transcript.isEmpty)
    }

    @Test(
        "A malformed chunk is refused",
        arguments: [
            "+5\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n", " 5\r\nhello\r\n", "5 \r\nhello\r\n",
            "\t5\r\nhello\r\n", "5\t\r\nhello\r\n", "0x5\r\nhello\r\n", "5h\r\nhello\r\n", "\r\n",
            "g\r\n",
            "5,\r\nhello\r\n", "5.\r\nhello\r\n", "5_0\r\nhello\r\n", "٥\r\nhello\r\n",
            "5\u{0}\r\nhello\r\n",
            "000000005\r\nhello\r\n", "0000000000000000000000005\r\nhello\r\n", "fffffffffg\r\n",
            "10000000000000005 \r\n",
            "5;\r\nhello\r\n", "5;;\r\nhello\r\n", "5;=b\r\nhello\r\n", "5;a=\r\nhello\r\n",
            "5;a =b\r\nhello\r\n", "5; a\r\nhello\r\n", "5 ;a\r\nhello\r\n", "5;a= b\r\nhello\r\n",
            "5;a=\"b\r\nhello\r\n", "5;a=\"b\\\r\nhello\r\n", "5;a=\"b\"c\r\nhello\r\n",
            "5;a=\"\u{1}\"\r\nhello\r\n", "5;a\rb\r\nhello\r\n", "5;a\u{0}\r\nhello\r\n",
            "5\r\nhello0\r\n\r\n", "5\r\nhello\r0\r\n\r\n", "5\r\nhello\n0\r\n\r\n",
            "5\r\nhelloX\r\n0\r\n\r\n",
            "5\r\nhello\r\r\n0\r\n\r\n", "5\r\nhel\r\n0\r\n\r\n",
            "5\r\nhello\r\n\r\n0\r\n\r\n",
        ])
    func refused(body: String) {
        let transcript = decoded(body)
        #expect(transcript.error == .malformedChunk)
        #expect(transcript.lines.isEmpty)
    }

    @Test(
        "A chunk larger than any number is too large, and not another one",
        arguments: [
            "1001", "fffffffff", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff",
            "10000000000000005", "100000000000000000000000000000000", "000000fffffffff",
            "fffffffff;a=b",
        ])
    func tooLarge(line: String) {
        let transcript = decoded(line + "\r\nhello\r\n0\r\n\r\n")
        #expect(transcript.error == .contentTooLarge)
        #expect(transcript.lines.isEmpty)
    }

    @Test(
        "A bare LF ends no line of the coding",
        arguments: [
            "5\nhello\r\n0\r\n\r\n", "5;a\nhello\r\n0\r\n\r\n", "0\n\r\n", "0\r\n\n",
            "0\r\nA: b\n\r\n",
        ])
    func bareLineFeed(body: String) {
        #expect(decoded(body).error == .malformedLineEnding)
    }

    @Test("RFC 9112 §7.1.2: trailers are checked and never become fields")
    func trailers() {
        let transcript = decoded("0\r\nA: b\r\nAuthorization: d\r\nHost: c\r\n\r\n")
        #expect(
            transcript.lines == [
                "POST origin / - 1.1 [Host=a|Transfer-Encoding=chunked] <> keep-alive"
            ])
        #expect(decoded("0\r\ncontent-length: 9\r\n\r\n").error == .conflictingFraming)
        #expect(decoded("0\r\nTransfer-Encoding: x\r\n\r\n").error == .conflictingFraming)
        #expect(decoded("0\r\nA : b\r\n\r\n").error == .malformedFieldName)
        #expect(decoded("0\r\n A: b\r\n\r\n").error == .lineFolding)
        #expect(decoded("0\r\nA: \u{0}\r\n\r\n").error == .malformedFieldValue)
        #expect(decoded("0\r\nGET / HTTP/1.1\r\n\r\n").error == .malformedFieldName)
    }

    @Test("The next request starts right after the empty line")
    func pipelined() {
        let next = "GET /b HTTP/1.1\r\nHost: b\r\n\r\n"
        let transcript = decoded("1\r\nx\r\n0\r\n\r\n" + next)
        #expect(transcript.lines.last == "GET origin /b - 1.1 [Host=b] <> keep-alive")
        #expect(transcript.lines.count == 2)
    }
}
