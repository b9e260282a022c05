// The law of request bodies: what the dialect takes fits the schema that it publishes.

import Dialects
import Domain
import JSONWire
import TestSupport
import Testing

@Suite struct InputTests {
    static let checker = SchemaChecker(document: DocumentTests.document)
    static let schema: JSON = ["$ref": "#/components/schemas/GovernorAppInput"]

    /// A body, with what is unusual about it.
    struct Body: Sendable, CustomTestStringConvertible {
        let what: String
        let json: JSON
        var testDescription: String { what }
        init(_ what: String, _ json: JSON) {
            self.what = what
            self.json = json
        }
    }

    static let taken = [
        Body(
            "all members", ["name": "Shop", "url": "https://a.example", "redirect_uri": "app:/c"]),
        Body("no URL", ["name": "Shop", "redirect_uri": "https://a.example/c"]),
        Body("a null URL", ["name": "Shop", "url": nil, "redirect_uri": "https://a.example/c"]),
        Body("an empty URL", ["name": "Shop", "url": "", "redirect_uri": "https://a.example/c"]),
        Body("more members", ["name": "S", "redirect_uri": "a:b", "client_id": 7, "x": []]),
        Body("127 bytes", ["name": .string("a" * 127), "redirect_uri": "a:b"]),
        Body(
            "127 bytes, long letters", ["name": .string("aaa" + "😀" * 31), "redirect_uri": "a:b"]),
        Body("512 bytes", ["name": "S", "redirect_uri": .string("a:" + "b" * 510)]),
    ]

    static let refused = [
        Body("nothing", [:]),
        Body("no object", ["name"]),
        Body("no name", ["redirect_uri": "a:b"]),
        Body("a null name", ["name": nil, "redirect_uri": "a:b"]),
        Body("an empty name", ["name": "", "redirect_uri": "a:b"]),
        Body("no redirect URI", ["name": "S"]),
        Body("a name that is a number", ["name": 1, "redirect_uri": "a:b"]),
        Body("redirect URIs", ["name": "S", "redirect_uri": ["a:b"]]),
        Body("128 bytes", ["name": .string("a" * 128), "redirect_uri": "a:b"]),
        Body(
            "513 bytes of URL",
            ["name": "S", "url": .string("a:" + "b" * 511), "redirect_uri": "a:b"]),
    ]

    private static func isTaken(_ body: Body) -> Bool {
        let create = DocumentTests.routes.first { $0.name == "governor.app.create" }
        guard let object = body.json.object else { return false }
        return (try? create?.projection.record(from: object, .creation)) != nil
    }

    @Test("what is taken fits", arguments: taken)
    func fits(_ body: Body) {
        #expect(Self.isTaken(body))
        #expect(Self.checker.complaints(about: body.json, against: Self.schema) == [])
    }

    @Test("what does not fit is refused", arguments: refused)
    func doesNotFit(_ body: Body) {
        #expect(!Self.isTaken(body))
        #expect(Self.checker.complaints(about: body.json, against: Self.schema) != [])
    }

    @Test("limits count bytes, and say so")
    func bytes() {
        let name = Self.checker.target(of: "#/components/schemas/GovernorAppInput/properties/name")
        #expect(name?["maxLength"] == 127)
        #expect(name?["description"] == "1 to 127 bytes of UTF-8.")
    }
}

extension String {
    fileprivate static func * (text: String, count: Int) -> String {
        String(repeating: text, count: count)
    }
}
