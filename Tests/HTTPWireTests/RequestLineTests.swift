// Which request lines are taken, and as what.

import HTTPWire
import Testing

@Suite struct RequestLineTests {
    @Test(
        "Each method is known by name, any other token as itself",
        arguments: [
            ("GET", Method.get), ("HEAD", .head), ("POST", .post), ("PUT", .put),
            ("PATCH", .patch), ("DELETE", .delete), ("TRACE", .trace), ("OPTIONS", .options),
            ("get", .other("get")), ("GE", .other("GE")), ("GETT", .other("GETT")),
            ("PROPFIND", .other("PROPFIND")), ("M-SEARCH", .other("M-SEARCH")),
            ("!#$%&'*+-.^_`|~09azAZ", .other("!#$%&'*+-.^_`|~09azAZ")),
        ])
    func method(name: String, method: Method) throws {
        let request = try request("\(name) / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(request.method == method)
        #expect(request.method.description == name)
        #expect(Method(name) == method)
    }

    @Test(
        "The target is kept as it was sent",
        arguments: [
            ("/", "origin / -"),
            ("/?", "origin / "),
            ("/a/b?c=d&e", "origin /a/b c=d&e"),
            ("/a?b?c", "origin /a b?c"),
            ("/%2e%2E/%zz", "origin /%2e%2E/%zz -"),
            ("//a//../b", "origin //a//../b -"),
            ("/-._~!$&'()*+,;=:@", "origin /-._~!$&'()*+,;=:@ -"),
            ("/a?filter[x]=1/2", "origin /a filter[x]=1/2"),
            ("http://a", "absolute / -"),
            ("http://a?b", "absolute / b"),
            ("http://a/", "absolute / -"),
            ("HTTPS://A.example:8443/b/c?d", "absolute /b/c d"),
            ("http://[::1]:80/b", "absolute /b -"),
        ])
    func target(sent: String, expected: String) {
        let transcript = decode("GET \(sent) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(transcript.lines == ["GET \(expected) 1.1 [Host=a] <> keep-alive"])
    }

    @Test func asteriskFormIsForOptionsAlone() {
        #expect(
            decode("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").lines
                == ["OPTIONS asterisk * - 1.1 [Host=a] <> keep-alive"])
        #expect(decode("GET * HTTP/1.1\r\nHost: a\r\n\r\n").error == .malformedTarget)
        #expect(decode("OPTIONS ** HTTP/1.1\r\nHost: a\r\n\r\n").error == .malformedTarget)
        #expect(decode("OPTIONS *?a HTTP/1.1\r\nHost: a\r\n\r\n").error == .malformedTarget)
    }

    @Test("RFC 9112 §3.2.2: the target's authority replaces Host")
    func absoluteFormNamesTheAuthority() throws {
        let absolute = try request("GET http://B.example:81/ HTTP/1.1\r\nHost: a.example\r\n\r\n")
        #expect(absolute.authority == Authority("b.example:81"))
        let origin = try request("GET / HTTP/1.1\r\nHost: A.Example:82\r\n\r\n")
        #expect(origin.authority?.host == "a.example")
        #expect(origin.authority?.port == 82)
        let none = try request("GET / HTTP/1.0\r\n\r\n")
        #expect(none.authority == nil)
    }

    @Test(
        "A malformed request line is refused",
        arguments: [
            "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET\t/ HTTP/1.1", "GET /\tHTTP/1.1",
            " GET / HTTP/1.1", "GET / HTTP/1.1 ", "GET / HTTP/1.1\t", "GET /a b HTTP/1.1",
            "GET /", "GET", "GET ", "GET / ", "/ HTTP/1.1", "GET HTTP/1.1", "GET  HTTP/1.1",
            "GET / http/1.1", "GET / HTTP/1", "GET / HTTP/1.", "GET / HTTP/.1", "GET / HTTP/11",
            "GET / HTTP/1.10", "GET / HTTP/01.1", "GET / HTTP/1,1", "GET / HTTP/ 1.1",
            "GET / HTTP/a.1", "GET / HTTP/1.a", "GET / HTTPS/1.1", "GET / ICAP/1.0",
            "GET / XTTP/1.1",
            "G ET / HTTP/1.1", "G(T / HTTP/1.1", "GET: / HTTP/1.1", "GET\u{0} / HTTP/1.1",
            "GÉT / HTTP/1.1", "\"GET\" / HTTP/1.1", "\u{16}\u{3}\u{1}\u{0}", "GET /\u{b}HTTP/1.1",
        ])
    func malformedLine(line: String) {
        let transcript = decode("\(line)\r\nHost: a\r\n\r\n")
        #expect(transcript.error?.status == .badRequest)
        #expect(transcript.lines.isEmpty)
    }

    @Test(
        "A malformed target is refused",
        arguments: [
            "a", "a/b", "?a", "#", "/#", "/a#b", "/a?b#c", "/\u{0}", "/\u{7f}", "/é", "/a?é",
            "/\"", "/<", "/>", "/\\", "/^", "/`", "/{", "/|", "/}", "/[", "/]", "/a\\..\\b",
            "/?\"", "/?<", "/?\\", "/?^", "/?{", "/?|", "/?\u{1}",
            "http:", "http:/", "http:a", "http:/a", "http://", "http:///", "http:///a", "http://?a",
            "ftp://a/", "ws://a/", "httpx://a/", "://a/", "http://a:b/", "http://a:65536/",
            "http://a:-1/", "http://a b/", "http://[::1/", "http://[]/", "http://a,b/",
            "http://%61/",
            "http://a/\\", "http://a#b", "a:80", "mailto:a",
        ])
    func malformedTarget(target: String) {
        let transcript = decode("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(transcript.error == .malformedTarget)
    }

    @Test(arguments: ["http://u@a/", "http://u:p@a/", "http://@a/", "http://a@b@c/"])
    func userInformationIsRefused(target: String) {
        let transcript = decode("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(transcript.error == .userInfoInTarget)
    }

    @Test(
        "Versions other than 1.0 and 1.1 are answered 505",
        arguments: ["0.9", "1.2", "1.9", "2.0", "2.1", "3.0", "9.9"])
    func version(version: String) {
        let transcript = decode("GET / HTTP/\(version)\r\nHost: a\r\n\r\n")
        #expect(transcript.error == .unsupportedVersion)
        #expect(transcript.error?.status == .httpVersionNotSupported)
    }

    @Test func prefaceOfHTTP2IsAnswered505() {
        #expect(decode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").error == .unsupportedVersion)
    }

    @Test func connectIsRefused() {
        let transcript = decode("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(transcript.error == .connectRefused)
        #expect(transcript.error?.status == .notImplemented)
        #expect(Method("CONNECT") == nil)
    }

    @Test("RFC 9112 §2.2: one empty line may come before a request line, and no more")
    func emptyLinesBefore() {
        let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        let line = "GET origin / - 1.1 [Host=a] <> keep-alive"
        #expect(decode("\r\n" + get).lines == [line])
        #expect(decode("\r\n" + get + "\r\n" + get).lines == [line, line])
        #expect(decode("\r\n\r\n" + get).error == .malformedRequestLine)
        #expect(decode("\n" + get).error == .malformedLineEnding)
        #expect(decode("\r" + get).error == .malformedLineEnding)
        #expect(decode(get + "\r\n").phase == .idle)
    }
}
