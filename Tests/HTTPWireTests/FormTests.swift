// Forms and queries.

import HTTPWire
import Testing

@Suite struct FormTests {
    private func form(_ text: String, pairsMax: Int = 10) throws(FormError) -> Form {
        try Form(Array(text.utf8).span, pairsMax: pairsMax)
    }

    @Test(
        "A form is its pairs in order",
        arguments: [
            ("", []), ("a=b", [("a", "b")]), ("a", [("a", "")]), ("a=", [("a", "")]),
            ("=b", [("", "b")]),
            ("=", [("", "")]), ("a=b&a=c&d=e", [("a", "b"), ("a", "c"), ("d", "e")]),
            ("&&a=b&", [("a", "b")]),
            ("a=b=c", [("a", "b=c")]), ("a+b=c+d", [("a b", "c d")]),
            ("a%2Bb=%26%3D", [("a+b", "&=")]),
            ("a;b=c", [("a;b", "c")]), ("%C3%A9=%e2%82%ac", [("é", "€")]), ("é=ü", [("é", "ü")]),
            ("a[0]=b", [("a[0]", "b")]), ("a=%2541", [("a", "%41")]),
        ] as [(String, [(String, String)])])
    func pairs(text: String, expected: [(String, String)]) throws {
        #expect(try form(text).pairs == expected.map { Form.Pair($0.0, $0.1) })
    }

    @Test(
        "A form that is not text is refused",
        arguments: ["a=%", "%=a", "a=%4", "a=%zz", "a=%00", "%00=a", "a=%FF", "a=%C3", "a=b&c=%"])
    func refused(text: String) {
        #expect(throws: FormError.malformedEncoding) { try form(text) }
    }

    @Test func pairsAreCounted() throws {
        #expect(try form("a&b&c", pairsMax: 3).pairs.count == 3)
        #expect(throws: FormError.tooManyPairs) { try form("a&b&c&d", pairsMax: 3) }
        #expect(try form("&&&&&&", pairsMax: 0).pairs.isEmpty)
    }

    @Test func lookup() throws {
        let form = try form("a=1&b=2&a=3")
        #expect(form["a"] == "1")
        #expect(form["c"] == nil)
        #expect(form.values(of: "a") == ["1", "3"])
        #expect(form.repeatedName == "a")
        #expect(try self.form("a=1&b=2").repeatedName == nil)
    }

    @Test(
        "A name is found in a query that cannot be read",
        arguments: [
            ("b&a=%zz", true), ("%zz&a", true), ("%61=x", true), ("b=a", false), ("%a", false),
            ("", false), ("&&", false), ("b;a=x", false), ("aa=x", false),
        ])
    func named(query: String, isNamed: Bool) throws {
        let request = try request("GET /?\(query) HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(request.target.queryNames("a") == isNamed)
    }

    @Test func queries() throws {
        let with = try request("GET /?a=b+c&d HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try with.target.queryForm().pairs == [Form.Pair("a", "b c"), Form.Pair("d", "")])
        let without = try request("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try without.target.queryForm() == Form())
    }
    @Test(
        "A query is repeated as it was sent, without the pairs of one name",
        arguments: [
            ("", ""), ("?", ""), ("?a=b", "a=b&"), ("?n=1", ""), ("?n", ""), ("?nn=1&m", "nn=1&m&"),
            ("?a=%20+&n=1&b=c=d&&n&", "a=%20+&b=c=d&"), ("?%6e=1&%6E%6e=1&a", "%6E%6e=1&a&"),
            ("?=n&n=", "=n&"), ("?n+=1", "n+=1&"),
        ])
    func repeatedQuery(query: String, expected: String) throws {
        let request = try request("GET /\(query) HTTP/1.1\r\nHost: h\r\n\r\n")
        var output: [UInt8] = []
        request.target.appendQuery(without: "n", to: &output)
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }
}
