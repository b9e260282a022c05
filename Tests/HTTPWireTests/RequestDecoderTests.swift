// The decoder as a connection uses it: prefixes, pipelines, errors that stay, memory and time.

import HTTPWire
import Testing

@Suite struct RequestDecoderTests {
    static let good = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET http://a/b?c HTTP/1.1\r\nHost: a\r\nX: é\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5;a=\"b\"\r\nhello\r\n0\r\nA: b\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ]

    @Test("Every strict prefix of a request needs more", arguments: good)
    func prefixes(text: String) {
        let octets = Array(text.utf8)
        for count in 0..<octets.count {
            let transcript = Transcript(Array(octets[..<count]))
            #expect(transcript.error == nil, "prefix of \(count)")
            #expect(transcript.lines.isEmpty, "prefix of \(count)")
        }
        #expect(Transcript(octets).lines.count == 1)
    }

    @Test("Pipelined requests come out in order, however they are cut")
    func pipeline() {
        let transcript = decode(Self.good.joined())
        #expect(transcript.lines.count == Self.good.count)
        #expect(transcript.lines == Self.good.flatMap { Transcript(Array($0.utf8)).lines })
        #expect(transcript.isEmpty)
    }

    @Test("What is before an error is still answered")
    func pipelineThenError() {
        let transcript = decode(
            Self.good[0] + Self.good[2] + "GET / HTTP/9.9\r\n\r\n" + Self.good[0])
        #expect(transcript.lines.count == 2)
        #expect(transcript.error == .unsupportedVersion)
    }

    @Test("An error stays: nothing that follows is read")
    func errorStays() {
        var decoder = RequestDecoder()
        decoder.append(Array(" ".utf8).span)
        #expect(throws: WireError.malformedRequestLine) { try decoder.next() }
        decoder.append(Array(Self.good[0].utf8).span)
        #expect(throws: WireError.malformedRequestLine) { try decoder.next() }
        #expect(decoder.isEmpty)
    }

    @Test("The phase says what is waited for")
    func phases() throws {
        var decoder = RequestDecoder()
        #expect(decoder.phase == .idle)
        let pieces: [(String, RequestDecoder.Phase)] = [
            ("\r\n", .idle), ("P", .head), ("OST / HTTP/1.1\r\n", .head),
            ("Host: a\r\nContent-Length: 2\r\n\r", .head), ("\n", .body), ("h", .body),
        ]
        for (piece, phase) in pieces {
            decoder.append(Array(piece.utf8).span)
            guard case .needMore = try decoder.next() else { throw Incomplete() }
            #expect(decoder.phase == phase, "after \(piece)")
        }
        decoder.append(Array("iG".utf8).span)
        guard case .request = try decoder.next() else { throw Incomplete() }
        #expect(decoder.phase == .head)
    }

    @Test("A head that comes octet by octet costs no more than its length")
    func slowHead() throws {
        // Rescanning would look at 10¹⁰ octets here and never end.
        let limits = Limits(fieldBytesMax: 200_000, headBytesMax: 300_000)
        var decoder = RequestDecoder(limits: limits)
        decoder.append(Array("GET / HTTP/1.0\r\nA: ".utf8).span)
        let octet = [UInt8(ascii: "x")]
        for _ in 0..<150_000 {
            decoder.append(octet.span)
            guard case .needMore = try decoder.next() else { throw Incomplete() }
        }
        decoder.append(Array("\r\n\r\n".utf8).span)
        guard case .request(let request) = try decoder.next() else { throw Incomplete() }
        #expect(request.fields.value(at: 0).utf8.count == 150_000)
    }

    @Test("A request made inside is the one that would have come over the wire")
    func madeInside() throws {
        let id = try #require(ResponseField(.xRequestID, "r1"))
        let length = ResponseField(.contentLength, FieldValue(99))
        let made = try Request(
            .post, "/a?b", host: "c", fields: [id, length], body: Array("hi".utf8))
        #expect(
            summary(of: made)
                == "POST origin /a b 1.1 [Host=c|X-Request-Id=r1|Content-Length=2] <hi> keep-alive")
        #expect(throws: WireError.self) { try Request(.get, "/ HTTP/1.1\r\nA: b\r\n\r\nGET /") }
        #expect(throws: WireError.self) { try Request(.get, "a") }
    }

    @Test("Every reason has a status that refuses")
    func statuses() {
        for error in WireError.allCases {
            #expect((400...505).contains(error.status.code), "\(error)")
            #expect(!error.reason.isEmpty)
        }
    }
}
