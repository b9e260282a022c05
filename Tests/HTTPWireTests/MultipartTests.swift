// Multipart forms.

import HTTPWire
import Testing

@Suite struct MultipartTests {
    private func parts(
        _ body: String, boundary: String = "B", limits: Multipart.Limits = .init()
    ) throws -> [Multipart.Part] {
        let type = try #require(MediaType("multipart/form-data; boundary=\(boundary)"))
        return try Multipart(Array(body.utf8), contentType: type, limits: limits).parts
    }

    private let name = "Content-Disposition: form-data; name=\"a\"\r\n"

    @Test func fieldsAndAFile() throws {
        let body = """
            --B\r
            content-disposition: form-data; name="a"\r
            \r
            one\r
            --B\r
            Content-Disposition: form-data; name=image; filename="l \\"o.png"\r
            Content-Type: Image/PNG\r
            \r
            \r
            --b\r
            --\r
            --B--\r

            """
        let parts = try parts(body)
        #expect(parts.map(\.name) == ["a", "image"])
        #expect(parts.map(\.fileName) == [nil, "l \"o.png"])
        #expect(parts.map(\.contentType) == [nil, MediaType("image/png")])
        #expect(
            parts.map { String(decoding: $0.content, as: UTF8.self) } == ["one", "\r\n--b\r\n--"])
    }

    @Test func lookupByName() throws {
        let type = try #require(MediaType("multipart/form-data; boundary=B"))
        let body = Array("--B\r\n\(name)\r\nx\r\n--B--".utf8)
        let form = try Multipart(body, contentType: type)
        #expect(form["a"]?.content == [0x78])
        #expect(form["b"] == nil)
    }

    @Test(
        "Content is what stands between, whatever it is",
        arguments: [
            "", "\r\n", "--", "\r", "\n", "--B", "\r\n-B", "\r\r\n--", "\r\n\r\n", "\r\n--C\r\n",
            "\u{0}é",
        ])
    func content(content: String) throws {
        let parts = try parts("--B\r\n\(name)\r\n\(content)\r\n--B--\r\n")
        #expect(parts.map(\.content) == [Array(content.utf8)])
    }

    @Test(
        "A malformed body is refused",
        arguments: [
            "", "--B", "--B\r\n", "--B\r\n\r\n", "--C\r\n\r\n\r\n--C--", "x--B\r\n",
            "--B\nA: b\n\nx\n--B--", "--B\r\nA: b\r\n\r\nx\r\n--B", "--B\r\nA: b\r\n\r\nx\r\n--B-",
            "--B \r\nA: b\r\n\r\n\r\n--B--",
            "--B\r\nA: b\r\n\r\nx\r\n--B--y", "--B\r\nA: b\r\n\r\nx\r\n--B--\r\ny",
            "--B\r\nA: b\r\n\r\nx\r\n--Bx\r\n--B--",
            "--B\r\nA\r\n\r\nx\r\n--B--", "--B\r\nA: b\r\n c\r\n\r\nx\r\n--B--",
            "--B\r\nA : b\r\n\r\nx\r\n--B--",
            "--B\r\nContent-Type: x\r\n\r\n\r\n--B--",
        ])
    func malformed(body: String) {
        #expect(throws: MultipartError.malformed) { try parts(body) }
    }

    @Test func noPartsAtAll() throws {
        #expect(try parts("--B--\r\n").isEmpty)
        #expect(try parts("\r\n--B--").isEmpty)
    }

    @Test(
        "A part without a name, or encoded, is refused",
        arguments: [
            ("A: b\r\n", MultipartError.noName), ("Content-Disposition: form-data\r\n", .noName),
            ("Content-Disposition: attachment; name=a\r\n", .noName),
            ("Content-Disposition: form-data; name\r\n", .noName),
            ("Content-Disposition: form-data; name=a; name=b\r\n", .noName),
            ("Content-Transfer-Encoding: base64\r\n", .encodedPart),
            (
                "Content-Disposition: form-data; name=a\r\ncontent-disposition: form-data\r\n",
                .malformed
            ),
            ("Content-Type: a/b\r\nContent-Type: a/b\r\n", .malformed),
        ])
    func refusedHeads(head: String, error: MultipartError) {
        #expect(throws: error) { try parts("--B\r\n\(head)\r\nx\r\n--B--") }
    }

    @Test func encodingsThatAreNone() throws {
        let head = "Content-Transfer-Encoding: BINARY\r\n\(name)"
        #expect(try parts("--B\r\n\(head)\r\nx\r\n--B--").count == 1)
    }

    @Test(
        "A boundary is 1 to 70 lawful characters",
        arguments: ["\"\"", "\"a \"", "\"é\"", String(repeating: "a", count: 71)])
    func boundaries(boundary: String) {
        #expect(throws: MultipartError.noBoundary) {
            try parts("--\(boundary)--", boundary: boundary)
        }
    }

    @Test func longestBoundary() throws {
        let boundary = String(repeating: "a", count: 70)
        #expect(try parts("--\(boundary)--", boundary: boundary).isEmpty)
        #expect(try parts("--a b:c--", boundary: "\"a b:c\"").isEmpty)
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/mixed; boundary=B", "text/plain; boundary=B",
    ])
    func otherTypes(type: String) throws {
        let type = try #require(MediaType(type))
        #expect(throws: MultipartError.noBoundary) {
            try Multipart(Array("--B--".utf8), contentType: type)
        }
    }

    @Test func limits() throws {
        let part = "--B\r\n\(name)\r\nx\r\n"
        let headBytes = name.utf8.count + 2
        let exact = Multipart.Limits(partsMax: 2, partHeadBytesMax: headBytes)
        #expect(try parts(part + part + "--B--", limits: exact).count == 2)
        #expect(throws: MultipartError.tooManyParts) {
            try parts(part + part + part + "--B--", limits: exact)
        }
        let short = Multipart.Limits(partsMax: 2, partHeadBytesMax: headBytes - 1)
        #expect(throws: MultipartError.partHeadTooLong) { try parts(part + "--B--", limits: short) }
        #expect(throws: MultipartError.partHeadTooLong) {
            try parts("--B\r\n" + String(repeating: "a", count: headBytes), limits: short)
        }
    }
}
