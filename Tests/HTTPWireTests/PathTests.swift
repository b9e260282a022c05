// Segments of paths, and what is told about the dubious ones.

import HTTPWire
import Testing

@Suite struct PathTests {
    @Test(
        "A path is its segments, decoded each by itself",
        arguments: [
            ("/", [], []), ("/a", ["a"], []), ("/a/b", ["a", "b"], []),
            ("/a%20b/c+d", ["a b", "c+d"], []),
            ("/a/", ["a", ""], .trailingSlash), ("//", ["", ""], [.emptySegment, .trailingSlash]),
            ("//a", ["", "a"], .emptySegment), ("/a//b", ["a", "", "b"], .emptySegment),
            ("/.", ["."], .dotSegment), ("/a/../b", ["a", "..", "b"], .dotSegment),
            ("/%2e%2E/a", ["..", "a"], .dotSegment), ("/.%2e", [".."], .dotSegment),
            ("/...", ["..."], []), ("/..a", ["..a"], []), ("/a%2Fb", ["a/b"], .encodedSlash),
            ("/a%5cb", ["a\\b"], .encodedSlash), ("/%252F", ["%2F"], []), ("/%C3%A9", ["é"], []),
            ("/..%2f..", ["../.."], .encodedSlash),
        ] as [(String, [String], Path.Traits)])
    func segments(text: String, segments: [String], traits: Path.Traits) throws {
        let path = try Path(text)
        #expect(path.segments == segments)
        #expect(path.traits == traits)
    }

    @Test(
        "Of a path that means nothing, what can be read is read",
        arguments: [
            ("/a/%62/%zz/c", ["a", "b"]), ("/%", []), ("/a/b%00", ["a"]), ("/a/%ff", ["a"]),
            ("/a//%4", ["a", ""]), ("/a/b", ["a", "b"]), ("*", []), ("", []),
        ] as [(String, [String])])
    func leadingSegments(text: String, expected: [String]) {
        #expect(Path.leadingSegments(Array(text.utf8).span) == expected)
    }

    @Test(
        "A path that means nothing is refused",
        arguments: [
            ("", PathError.notAbsolute), ("a", .notAbsolute), ("*", .notAbsolute),
            ("/%", .malformedEncoding),
            ("/%4", .malformedEncoding), ("/a/%zz", .malformedEncoding), ("/%00", .null),
            ("/a%00b", .null),
            ("/%C0%AE", .notText), ("/%80", .notText), ("/%ff%00", .null),
        ])
    func refused(text: String, error: PathError) {
        #expect(throws: error) { try Path(text) }
    }

    @Test func segmentsAreCounted() throws {
        #expect(try Path("/a/b/c", segmentsMax: 3).segments.count == 3)
        #expect(throws: PathError.tooManySegments) { try Path("/a/b/c/", segmentsMax: 3) }
    }

    @Test func targetsHaveSegments() throws {
        let request = try request("GET http://h/a/%62?c HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try request.target.segments().segments == ["a", "b"])
        let asterisk = try HTTPWireTests.request("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(throws: PathError.notAbsolute) { try asterisk.target.segments() }
    }
}
