// Content types and their parameters.

import HTTPWire
import Testing

@Suite struct MediaTypeTests {
    @Test(
        "A media type is read in any case",
        arguments: [
            ("application/json", "application/json", nil),
            ("Application/JSON", "application/json", nil),
            ("text/html;charset=UTF-8", "text/html", "UTF-8"),
            ("text/html ; Charset=\"utf-8\"", "text/html", "utf-8"),
            ("text/html; a=b; charset=x", "text/html", "x"),
            ("text/html;;charset=x;", "text/html", "x"),
            ("text/html; charset=\"a\\\"b\"", "text/html", "a\"b"),
            ("text/html;\tcharset=\"\"", "text/html", ""),
            ("application/vnd.a+json", "application/vnd.a+json", nil),
        ] as [(String, String, String?)])
    func taken(text: String, essence: String, charset: String?) throws {
        let type = try #require(MediaType(text))
        #expect(type.description == essence)
        #expect(type.isType(essence))
        #expect(!type.isType("text/plain"))
        #expect(type["charset"] == charset)
    }

    @Test(
        "What is no media type is refused",
        arguments: [
            "", "a", "/", "a/", "/b", "a/b/c", "a b/c", "a/b c", "a/b,c/d", "a/b; c", "a/b; c=",
            "a/b; =c",
            "a/b; c=d; C=e", "a/b; c=\"d", "a/b; c=\"d\\", "a/b; c=\"d\"e", "a/b; c =d",
            "a/b; c= d", "é/b",
            " a/b", "a/b; c=\"\u{0}\"", "a/b;c=d e",
        ])
    func refused(text: String) {
        #expect(MediaType(text) == nil)
    }

    @Test func parametersAreCounted() {
        let parameters = (1...16).map { ";p\($0)=v" }.joined()
        #expect(MediaType("a/b" + parameters)?["p16"] == "v")
        #expect(MediaType("a/b" + parameters + ";p17=v") == nil)
    }

    @Test("A request's type is told once or not at all")
    func ofRequests() throws {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n"
        #expect(try request(head + "\r\n").contentType == nil)
        #expect(try request(head + "Content-Type: a/b\r\n\r\n").contentType == MediaType("a/b"))
        #expect(try request(head + "Content-Type: a\r\n\r\n").contentType == nil)
        #expect(
            try request(head + "Content-Type: a/b\r\ncontent-type: a/b\r\n\r\n").contentType == nil)
    }
}
