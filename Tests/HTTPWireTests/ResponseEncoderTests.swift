// What goes on the wire for a response, octet for octet.

import HTTPWire
import Testing

@Suite struct ResponseEncoderTests {
    private let date = Array("Sun, 06 Nov 1994 08:49:37 GMT".utf8)
    private let json = ResponseField(.contentType, FieldValue(literal: "application/json"))

    private func encoded(
        _ response: Response, isHead: Bool = false, minorVersion: Int = 1, keepsAlive: Bool = true
    ) -> String {
        var output: [UInt8] = []
        let answering = Answering(
            isHead: isHead, minorVersion: minorVersion, keepsAlive: keepsAlive)
        ResponseEncoder.encode(response, answering, date: date, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func ordinaryResponse() {
        let response = Response(.ok, fields: [json], body: Array("{}".utf8))
        #expect(
            encoded(response) == """
                HTTP/1.1 200 OK\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Content-Length: 2\r
                X-Content-Type-Options: nosniff\r
                Content-Type: application/json\r
                \r
                {}
                """)
    }

    @Test("A body's length is always told", arguments: [0, 1, 9, 10, 99, 100, 123_456])
    func contentLength(count: Int) {
        let response = Response(.created, body: [UInt8](repeating: 0x61, count: count))
        let text = encoded(response)
        #expect(text.hasPrefix("HTTP/1.1 201 Created\r\n"))
        #expect(text.contains("\r\nContent-Length: \(count)\r\n"))
        #expect(text.hasSuffix("\r\n\r\n" + String(repeating: "a", count: count)))
    }

    @Test("RFC 9110 §9.3.2: HEAD gets the length and no body")
    func head() {
        let response = Response(.ok, fields: [json], body: Array("{}".utf8))
        let text = encoded(response, isHead: true)
        #expect(text.contains("\r\nContent-Length: 2\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }

    @Test(
        "RFC 9110 §8.6: 204 and 304 have neither length nor body",
        arguments: [Status.noContent, .notModified])
    func withoutContent(status: Status) {
        let text = encoded(Response(status, body: Array("x".utf8)))
        #expect(!text.contains("Content-Length"))
        #expect(text.hasSuffix("GMT\r\nX-Content-Type-Options: nosniff\r\n\r\n"))
    }

    @Test(
        "RFC 9112 §9.3: the connection's end is told, and its life to HTTP/1.0",
        arguments: [
            (1, true, nil as String?), (1, false, "close"), (0, true, "keep-alive"),
            (0, false, "close"),
        ])
    func connection(minorVersion: Int, keepsAlive: Bool, option: String?) {
        let text = encoded(Response(.ok), minorVersion: minorVersion, keepsAlive: keepsAlive)
        #expect(text.contains("Connection: ") == (option != nil))
        if let option { #expect(text.contains("\r\nConnection: \(option)\r\n")) }
    }

    @Test("The client's wish and the server's both count")
    func answering() throws {
        let keeping = try request("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        let closing = try request("GET / HTTP/1.0\r\n\r\n")
        #expect(
            Answering(keeping, keepsAlive: true)
                == Answering(isHead: true, minorVersion: 1, keepsAlive: true))
        #expect(!Answering(keeping, keepsAlive: false).keepsAlive)
        #expect(
            Answering(closing, keepsAlive: true)
                == Answering(isHead: false, minorVersion: 0, keepsAlive: false))
    }

    @Test("Fields that frame the message are the encoder's, whoever else names them")
    func framingFields() {
        let names = [
            "content-length", "Transfer-Encoding", "CONNECTION", "Date", "Keep-Alive", "Trailer",
            "X-Content-Type-Options",
        ]
        let fields = names.compactMap { name in
            FieldName(name).map { ResponseField($0, FieldValue(literal: "9")) }
        }
        #expect(fields.count == names.count)
        #expect(encoded(Response(.ok, fields: fields)) == encoded(Response(.ok)))
    }

    @Test("Responses follow one another in one output")
    func pipeline() {
        var output: [UInt8] = []
        for count in 0..<100 {
            let body = [UInt8](repeating: 0x62, count: count)
            ResponseEncoder.encode(
                Response(.ok, body: body),
                Answering(isHead: false, minorVersion: 1, keepsAlive: true), date: date,
                into: &output)
        }
        let text = String(decoding: output, as: UTF8.self)
        #expect(text.split(separator: "HTTP/1.1 200 OK\r\n").count == 100)
    }

    @Test(
        "A value that could end its line cannot be made",
        arguments: [
            "a\r\nb: c", "a\rb", "a\nb", "a\u{0}b", "\r\n", "a\r\n", "\u{7f}", "a\u{1}", "\u{b}",
        ])
    func injection(text: String) {
        #expect(FieldValue(text) == nil)
        #expect(FieldValue(octets: Array(text.utf8)) == nil)
        #expect(ResponseField(.location, text) == nil)
        let sanitized = FieldValue(sanitizing: text)
        let wire = encoded(Response(.ok, fields: [ResponseField(.location, sanitized)]))
        #expect(wire.split(separator: "\r\n", omittingEmptySubsequences: false).count == 7)
        #expect(!wire.contains("\u{0}"))
    }

    @Test(
        "A value keeps what is lawful in it",
        arguments: [
            ("a b", "a b"), (" a\t", "a"), ("", ""), (" ", ""), ("é", "é"), ("a\tb", "a\tb"),
        ])
    func values(text: String, expected: String) {
        #expect(FieldValue(text)?.description == expected)
        #expect(FieldValue(sanitizing: text).description == expected)
    }

    @Test(
        "A name that is no token cannot be made",
        arguments: ["", "a b", "a:", "a\r\nb", "é", "a\u{0}", "(a)", "a/b"])
    func names(text: String) {
        #expect(FieldName(text) == nil)
    }

    @Test("A field is replaced whole and found in any case")
    func responseFields() {
        var response = Response(.ok, fields: [json])
        response.append(FieldName(literal: "content-type"), FieldValue(literal: "text/html"))
        #expect(response[.contentType] == "application/json")
        response.set(.contentType, FieldValue(7))
        #expect(response.fields == [ResponseField(.contentType, FieldValue(7))])
        #expect(response[.allow] == nil)
    }

    @Test("A status is a final one, and always has a phrase")
    func statuses() {
        #expect(Status(199) == nil)
        #expect(Status(600) == nil)
        #expect(Status(101) == nil)
        for code in 200...599 { #expect(Status(code)?.reasonPhrase.isEmpty == false) }
        #expect(Status(499)?.description == "499 Bad Request")
        #expect(encoded(Response(.uriTooLong)).hasPrefix("HTTP/1.1 414 URI Too Long\r\n"))
    }

    @Test func interimResponse() {
        let text = String(decoding: ResponseEncoder.continueResponse, as: UTF8.self)
        #expect(text == "HTTP/1.1 100 Continue\r\n\r\n")
    }
}
