// Which field lines are taken, how they are looked up, and which are refused.

import HTTPWire
import Testing

@Suite struct FieldTests {
    @Test(
        "A field line is taken as its name and its value without outer white space",
        arguments: [
            ("A: b", "A=b"), ("A:b", "A=b"), ("A:", "A="), ("A: ", "A="), ("A: \t b \t ", "A=b"),
            ("A: b c\td", "A=b c\td"), ("A: é", "A=é"), ("A: b:c", "A=b:c"),
            ("a-B_c.1: d", "a-B_c.1=d"),
            ("!#$%&'*+-.^_`|~: d", "!#$%&'*+-.^_`|~=d"), ("A: \"b\\\"", "A=\"b\\\""),
        ])
    func taken(line: String, expected: String) {
        let transcript = decode("GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n")
        #expect(transcript.lines == ["GET origin / - 1.1 [Host=a|\(expected)] <> keep-alive"])
    }

    @Test(
        "A malformed field line is refused",
        arguments: [
            ("A : b", WireError.malformedFieldName), ("A\t: b", .malformedFieldName),
            (": b", .malformedFieldName), ("A", .malformedFieldName),
            ("A b: c", .malformedFieldName),
            ("A\u{0}: b", .malformedFieldName), ("é: b", .malformedFieldName),
            ("A(: b", .malformedFieldName), ("\"A\": b", .malformedFieldName),
            (" A: b", .lineFolding), ("\tA: b", .lineFolding), (" ", .lineFolding),
            ("A: b\r\n c", .lineFolding), ("A: b\r\n\tc", .lineFolding),
            ("A: b\u{0}c", .malformedFieldValue), ("A: b\rc", .malformedFieldValue),
            ("A: b\r", .malformedFieldValue), ("A: \u{7f}", .malformedFieldValue),
            ("A: \u{1}", .malformedFieldValue), ("A: \u{b}b", .malformedFieldValue),
            ("A: \u{1f}", .malformedFieldValue), ("A: b\r\rc", .malformedFieldValue),
        ])
    func refused(line: String, error: WireError) {
        let transcript = decode("GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n")
        #expect(transcript.error == error)
        #expect(error.status == .badRequest)
    }

    @Test("Every control but the tab is refused in a value, every other octet taken")
    func octetsOfValues() {
        for octet in UInt8.min...UInt8.max where octet != 10 && octet != 13 {
            let head = Array("GET / HTTP/1.1\r\nHost: a\r\nA: x".utf8)
            let transcript = Transcript(head + [octet] + Array("y\r\n\r\n".utf8))
            let isControl = octet < 0x20 && octet != 9 || octet == 0x7f
            #expect((transcript.error == .malformedFieldValue) == isControl, "octet \(octet)")
            #expect((transcript.error == nil) != isControl, "octet \(octet)")
        }
    }

    @Test("Exactly the octets of a token are taken in a name")
    func octetsOfNames() {
        let token = Set("!#$%&'*+-.^_`|~0123456789".utf8)
            .union(UInt8(ascii: "a")...UInt8(ascii: "z")).union(
                UInt8(ascii: "A")...UInt8(ascii: "Z"))
        for octet in UInt8.min...UInt8.max where octet != 10 && octet != UInt8(ascii: ":") {
            let head = Array("GET / HTTP/1.1\r\nHost: a\r\nx".utf8)
            let transcript = Transcript(head + [octet] + Array("y: z\r\n\r\n".utf8))
            #expect((transcript.error == nil) == token.contains(octet), "octet \(octet)")
        }
    }

    @Test("RFC 9112 §2.2: a bare LF ends no line")
    func bareLineFeed() {
        #expect(decode("GET / HTTP/1.1\nHost: a\r\n\r\n").error == .malformedLineEnding)
        #expect(decode("GET / HTTP/1.1\r\nHost: a\n\r\n").error == .malformedLineEnding)
        #expect(decode("GET / HTTP/1.1\r\nHost: a\r\n\n").error == .malformedLineEnding)
        #expect(decode("GET / HTTP/1.1\n\n").error == .malformedLineEnding)
    }

    @Test("A name is found in any case and only whole")
    func lookup() throws {
        let request = try request(
            "GET / HTTP/1.1\r\nhOST: a\r\nX-A: 1\r\nx-a: 2\r\nX-AB: 3\r\nX^A: 4\r\n\r\n")
        let name = FieldName(literal: "x-A")
        #expect(request.fields[.host] == "a")
        #expect(request.fields[name] == "1")
        #expect(request.fields.values(of: name) == ["1", "2"])
        #expect(request.fields.count(of: name) == 2)
        #expect(request.fields[.origin] == nil)
        #expect(request.fields.values(of: .origin) == [])
        #expect(request.fields[FieldName(literal: "x~a")] == nil)
        #expect(request.fields.withValue(of: name) { $0.count } == 1)
        #expect(request.fields.withValue(of: .origin) { $0.count } == nil)
    }

    @Test("RFC 9112 §3.2: HTTP/1.1 has exactly one Host, and a lawful one")
    func host() {
        #expect(decode("GET / HTTP/1.1\r\n\r\n").error == .missingHost)
        #expect(decode("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n").error == .repeatedHost)
        #expect(decode("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n").error == .repeatedHost)
        #expect(decode("GET http://a/ HTTP/1.1\r\n\r\n").error == .missingHost)
        #expect(decode("GET / HTTP/1.0\r\n\r\n").error == nil)
    }

    @Test(
        "A malformed Host is refused",
        arguments: [
            "", "a b", "a,b", "a, b", "u@a", "a/b", "a?b", "a#b", "a\\b", "a:b", "a:1:2", "a:65536",
            "a:+80", "a: 80", ":80", "[::1", "::1", "[]", "[a]", "[::1]a", "[::1]:x", "%61", "é",
            "\"a\"",
            "http://a", "a:000080", "a\u{9}b",
        ])
    func malformedHost(host: String) {
        #expect(decode("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").error == .malformedHost)
        #expect(Authority(host) == nil)
    }

    @Test(
        "A lawful Host is taken",
        arguments: [
            ("A.Example", "a.example", nil as UInt16?), ("a:", "a", nil), ("a:0", "a", 0),
            ("a:65535", "a", 65535), ("127.0.0.1:80", "127.0.0.1", 80), ("[::1]", "[::1]", nil),
            ("[2001:DB8::1]:443", "[2001:db8::1]", 443), ("a_b-c.d.", "a_b-c.d.", nil),
        ])
    func lawfulHost(host: String, name: String, port: UInt16?) throws {
        let request = try request("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        #expect(request.authority?.host == name)
        #expect(request.authority?.port == port)
    }
}
