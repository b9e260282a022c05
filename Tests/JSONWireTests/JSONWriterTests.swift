/// The text that the writer produces, byte for byte.

import JSONWire
import Testing

@Suite struct JSONWriterTests {
    @Test(
        "A value is written compactly and in order",
        arguments: [
            (nil, "null"), (true, "true"), (false, "false"), (-1, "-1"), (1.5, "1.5"),
            ("a", #""a""#),
            ([], "[]"), ([1, [2, []], 3], "[1,[2,[]],3]"), ([:], "{}"),
            (["b": 1, "a": [nil, [:]], "c": ["d": "e"]], #"{"b":1,"a":[null,{}],"c":{"d":"e"}}"#),
        ] as [(JSON, String)]
    ) func values(value: JSON, text: String) {
        #expect(String(decoding: value.encoded, as: UTF8.self) == text)
    }

    @Test(
        "A string is escaped where JSON demands it, and nowhere else",
        arguments: [
            ("", #""""#),
            ("</script>&'", #""</script>&'""#),
            ("\"\\/", #""\"\\/""#),
            ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
            ("\u{0}\u{1}\u{1F}\u{7F}", "\"\\u0000\\u0001\\u001f\u{7F}\""),
            ("é€😀\u{2028}", "\"é€😀\u{2028}\""),
            ("a long text that ends in a quote\"", #""a long text that ends in a quote\"""#),
            (
                "\"a long text that starts with a quote",
                #""\"a long text that starts with a quote""#
            ),
        ])
    func strings(text: String, encoded: String) {
        var writer = JSONWriter()
        writer.string(text)
        #expect(String(decoding: writer.finish(), as: UTF8.self) == encoded)
        var fromBytes = JSONWriter()
        let bytes = Array(text.utf8)
        fromBytes.string(utf8: bytes.span)
        #expect(String(decoding: fromBytes.finish(), as: UTF8.self) == encoded)
    }

    @Test("Every byte that needs an escape is found at every place of every length of text")
    func escapeAtEveryPlace() {
        for length in 1...34 {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var text = Array(repeating: UInt8(ascii: "x"), count: length)
                    text[place] = byte
                    var writer = JSONWriter()
                    writer.string(utf8: text.span)
                    let escapes =
                        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                    let written = writer.finish()
                    #expect(escapes == (written.count > length + 2))
                    if !escapes { #expect(Array(written.dropFirst().dropLast()) == text) }
                }
            }
        }
    }

    @Test("Room is made as it is needed", arguments: [0, 1, 7, 64, 100_000])
    func room(capacity: Int) {
        let text = String(repeating: "é", count: 1_000)
        var writer = JSONWriter(capacity: capacity)
        writer.beginArray()
        for number in 0..<10 {
            writer.string(text)
            writer.integer(number)
        }
        writer.endArray()
        let count = writer.count
        let written = writer.finish()
        let elements = (0..<10).map { "\"\(text)\",\($0)" }.joined(separator: ",")
        #expect(written == Array("[\(elements)]".utf8))
        #expect(count == written.count)
    }

    @Test("Members that are integers are written by their place")
    func integerMembers() {
        let keys = JSONKeys(["a", "", "quote\"", "longer than one word"])
        var writer = JSONWriter(capacity: 1)
        writer.beginArray()
        for _ in 0..<2 {
            writer.beginObject()
            for place in 0..<4 { writer.member(place, of: keys, integer: Int64(place)) }
            writer.endObject()
        }
        writer.endArray()
        let object = #"{"a":0,"":1,"quote\"":2,"longer than one word":3}"#
        #expect(String(decoding: writer.finish(), as: UTF8.self) == "[\(object),\(object)]")
    }

    @Test("A member written at once is its key and its text")
    func members() {
        let names = ["a", "quote\"", "long enough for a word of eight"]
        let keys = JSONKeys(names)
        let texts = [
            "", "a", "four", "plain", "pl\"n", "\nine", "eleven byte", "eleven\"byte",
            "with \"quotes\" and\nlines", "sixteen bytes it", "as long as words and more",
        ]
        var writer = JSONWriter(capacity: 1)
        var apart = JSONWriter()
        for text in texts {
            writer.beginObject()
            apart.beginObject()
            for (place, name) in names.enumerated() {
                writer.member(place, of: keys, utf8: text.utf8Span.span)
                apart.key(JSONKey(name))
                apart.string(text)
            }
            writer.endObject()
            apart.endObject()
        }
        #expect(writer.finish() == apart.finish())
    }

    @Test(
        "An integer is written in decimal",
        arguments: [
            0, 1, 9, 10, 99, 100, -1, -10, 1_000_000_007, .max, .min, .max - 1, .min + 1,
            999_999_999_999_999_999, 1_000_000_000_000_000_000, 99_999_999, 100_000_000,
            1_795_263_831, 9_899_097_989, 1_234_567_890_123_456_789, -9_876_543_210,
        ] as [Int64])
    func integers(value: Int64) {
        var writer = JSONWriter()
        writer.integer(value)
        #expect(String(decoding: writer.finish(), as: UTF8.self) == "\(value)")
    }

    @Test("Commas are placed without being asked for")
    func commas() {
        let id: JSONKey = "id"
        let tags = JSONKey("tags")
        var writer = JSONWriter(appendingTo: Array("data: ".utf8))
        writer.beginArray()
        for number in 1...2 {
            writer.beginObject()
            writer.key(id)
            writer.integer(number)
            writer.key(tags)
            writer.beginArray()
            writer.string("a")
            writer.null()
            writer.boolean(false)
            writer.raw(Array(#"{"x":1}"#.utf8))
            writer.raw(Array("[]".utf8).span)
            writer.endArray()
            writer.key("quote\"")
            writer.beginObject()
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        let element = #""tags":["a",null,false,{"x":1},[]],"quote\"":{}}"#
        #expect(
            String(decoding: writer.finish(), as: UTF8.self)
                == #"data: [{"id":1,\#(element),{"id":2,\#(element)]"#)
    }

    @Test("A key is escaped once and keeps its name", arguments: ["a", "", "a\"b", "é", "a\nb"])
    func keys(name: String) throws {
        let key = JSONKey(name)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key(key)
        writer.integer(1)
        writer.endObject()
        #expect(key.name == name)
        #expect(try JSONReader.read(writer.finish()).object?.names == [name])
    }
}
