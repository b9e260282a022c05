/// What the reader accepts and what it refuses, by the families in which JSON parsers differ.

import JSONWire
import Testing

@Suite struct JSONReaderTests {
    @Test(
        "A text of the grammar is accepted and means what it says",
        arguments: [
            ("null", nil),
            ("true", true),
            ("false", false),
            (" \t\r\n1 \t\r\n", 1),
            ("0", 0),
            ("-12", -12),
            (#""""#, ""),
            (#""a""#, "a"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\uD83D\uDE00""#, "😀"),
            (#""\ud83d\ude00x""#, "😀x"),
            (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
            (#""é€😀""#, "é€😀"),
            ("\"\u{7F}\u{2028}\u{FFFE}\u{10FFFF}\"", "\u{7F}\u{2028}\u{FFFE}\u{10FFFF}"),
            (#""/*//*/""#, "/*//*/"),
            ("[]", []),
            ("[ ]", []),
            ("[null , 1]", [nil, 1]),
            ("[[],[[]],{}]", [[], [[]], [:]]),
            ("{}", [:]),
            ("{ }", [:]),
            (#"{"":0}"#, ["": 0]),
            (#"{ "a" : 1 , "b" : [ 2 ] }"#, ["a": 1, "b": [2]]),
            (#"{"\u0061":1}"#, ["a": 1]),
            (#"{"a":{"a":{"a":null}}}"#, ["a": ["a": ["a": nil]]]),
        ] as [(String, JSON)]
    ) func accepts(text: String, value: JSON) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(
        "A text outside the grammar is refused with its reason and the byte",
        arguments: [
            ("", .empty, 0),
            (" \n", .empty, 2),
            ("\u{FEFF}1", .byteOrderMark, 0),
            ("nul", .unexpectedEnd, 3),
            ("nulL", .expectedValue, 3),
            ("True", .expectedValue, 0),
            ("NaN", .expectedValue, 0),
            ("Infinity", .expectedValue, 0),
            ("-Infinity", .malformedNumber, 1),
            ("'a'", .expectedValue, 0),
            ("a", .expectedValue, 0),
            ("\u{A0}1", .expectedValue, 0),
            ("\u{B}1", .expectedValue, 0),
            ("\u{0}", .expectedValue, 0),
            ("1\u{0}", .trailingBytes, 1),
            ("1 1", .trailingBytes, 2),
            ("{}}", .trailingBytes, 2),
            ("[]]", .trailingBytes, 2),
            ("1 // one", .trailingBytes, 2),
            ("/* one */ 1", .expectedValue, 0),
            ("# one", .expectedValue, 0),
            ("[1,]", .trailingComma, 2),
            ("[1,,2]", .expectedValue, 3),
            ("[,1]", .expectedValue, 1),
            ("[,]", .expectedValue, 1),
            ("[1 2]", .expectedComma, 3),
            ("[1", .unexpectedEnd, 2),
            ("[1,", .unexpectedEnd, 3),
            ("[", .unexpectedEnd, 1),
            ("]", .expectedValue, 0),
            ("[1}", .expectedComma, 2),
            ("[1;2]", .expectedComma, 2),
            ("{", .unexpectedEnd, 1),
            (#"{"a"}"#, .expectedColon, 4),
            (#"{"a""#, .unexpectedEnd, 4),
            (#"{"a":}"#, .expectedValue, 5),
            (#"{"a":"#, .unexpectedEnd, 5),
            (#"{"a":1"#, .unexpectedEnd, 6),
            (#"{"a":1,}"#, .trailingComma, 6),
            (#"{"a":1,,"b":2}"#, .expectedName, 7),
            (#"{"a" 1}"#, .expectedColon, 5),
            (#"{"a"=1}"#, .expectedColon, 4),
            (#"{"a":1 "b":2}"#, .expectedComma, 7),
            (#"{a:1}"#, .expectedName, 1),
            (#"{'a':1}"#, .expectedName, 1),
            (#"{1:1}"#, .expectedName, 1),
            (#"{,}"#, .expectedName, 1),
            (#"{"a":1]"#, .expectedComma, 6),
            (#"{"a":1,"a":1}"#, .duplicateName, 7),
            (#"{"a":1,"\u0061":1}"#, .duplicateName, 7),
        ] as [(String, JSONError.Reason, Int)]
    ) func refuses(text: String, reason: JSONError.Reason, offset: Int) throws {
        try expectRefusal(Array(text.utf8), reason, offset)
    }

    @Test(
        "A number outside the grammar is refused",
        arguments: [
            ("-", .unexpectedEnd, 1),
            ("--1", .malformedNumber, 1),
            ("+1", .expectedValue, 0),
            ("01", .leadingZero, 0),
            ("-01", .leadingZero, 1),
            ("00", .leadingZero, 0),
            (".5", .expectedValue, 0),
            ("-.5", .malformedNumber, 1),
            ("1.", .unexpectedEnd, 2),
            ("[1.]", .malformedNumber, 3),
            ("1.e1", .malformedNumber, 2),
            ("1e", .unexpectedEnd, 2),
            ("1e+", .unexpectedEnd, 3),
            ("[1e-]", .malformedNumber, 4),
            ("1e1.5", .trailingBytes, 3),
            ("1_000", .trailingBytes, 1),
            ("0x10", .trailingBytes, 1),
            ("1,5", .trailingBytes, 1),
            ("１", .expectedValue, 0),
        ] as [(String, JSONError.Reason, Int)]
    ) func refusesNumber(text: String, reason: JSONError.Reason, offset: Int) throws {
        try expectRefusal(Array(text.utf8), reason, offset)
    }

    @Test(
        "A string outside the grammar is refused",
        arguments: [
            (#"""#, .unexpectedEnd, 1),
            (#""a"#, .unexpectedEnd, 2),
            (#""\"#, .unexpectedEnd, 2),
            (#""\""#, .unexpectedEnd, 3),
            (#""\x41""#, .invalidEscape, 1),
            (#""\'""#, .invalidEscape, 1),
            (#""a\ b""#, .invalidEscape, 2),
            (#""\U0041""#, .invalidEscape, 1),
            (#""\u""#, .invalidEscape, 1),
            (#""\u004""#, .invalidEscape, 1),
            (#""\u00g1""#, .invalidEscape, 1),
            (#""\u+041""#, .invalidEscape, 1),
            (#""\u0000""#, .nul, 1),
            (#""\uD800""#, .loneSurrogate, 1),
            (#""\uDC00""#, .loneSurrogate, 1),
            (#""\uD800a""#, .loneSurrogate, 1),
            (#""\uD800\n""#, .loneSurrogate, 1),
            (#""\uD800\uD800""#, .loneSurrogate, 1),
            (#""\uD800\u0041""#, .loneSurrogate, 1),
            (#""\uDE00\uD83D""#, .loneSurrogate, 1),
            (#""\uD800\u""#, .invalidEscape, 7),
            ("\"a\nb\"", .controlCharacter, 2),
            ("\"\t\"", .controlCharacter, 1),
            ("\"\u{0}\"", .controlCharacter, 1),
            ("\"\u{1F}\"", .controlCharacter, 1),
        ] as [(String, JSONError.Reason, Int)]
    ) func refusesString(text: String, reason: JSONError.Reason, offset: Int) throws {
        try expectRefusal(Array(text.utf8), reason, offset)
    }

    @Test(
        "Bytes that are not UTF-8 are refused, in a value and in a name",
        arguments: [
            [0x80], [0xBF], [0xFE], [0xFF], [0xC3], [0xC3, 0x28],
            [0xC0, 0x80], [0xC1, 0xBF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
            [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF8, 0x88, 0x80, 0x80, 0x80],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xE9, 0x20],
        ] as [[UInt8]]
    ) func refusesBytesThatAreNotUTF8(bytes: [UInt8]) throws {
        try expectRefusal(Array(#""a"#.utf8) + bytes + Array(#"""#.utf8), .invalidUTF8, 2)
        try expectRefusal(Array(#"{""#.utf8) + bytes + Array(#"":1}"#.utf8), .invalidUTF8, 2)
        try expectRefusal(
            Array(#""\n"#.utf8) + bytes + Array(#"\n""#.utf8), .invalidUTF8, 3)
    }

    @Test("A text in UTF-16 is refused")
    func refusesUTF16() throws {
        try expectRefusal([0xFF, 0xFE, 0x31, 0x00], .expectedValue, 0)
        try expectRefusal([0x00, 0x31], .expectedValue, 0)
        try expectRefusal([0x31, 0x00], .trailingBytes, 1)
    }

    @Test("Every beginning of a text ends too early")
    func everyPrefixIsRefused() throws {
        let text = Array(#"{"a":[1.5e3,true,null,"\u00e9é"],"b":{}}"#.utf8)
        for length in 1..<text.count {
            let error = #expect(throws: JSONError.self) {
                _ = try JSONReader.read(Array(text[..<length]))
            }
            #expect(error?.reason == .unexpectedEnd, "after \(length) bytes")
        }
        #expect((try? JSONReader.read(text)) != nil)
    }

    @Test(
        "An error names the path of the value it was noticed in",
        arguments: [
            (#"{"redirect_uris":["a","b",c]}"#, "redirect_uris[2]"),
            (#"{"owner":{"name":tru}}"#, "owner.name"),
            (#"[[1,[+]]]"#, "[0][1][0]"),
            (#"{"a b":-}"#, #"["a b"]"#),
            (#"{"x":{"line\nfeed":-}}"#, #"x["line\nfeed"]"#),
            (#"{"a":1,"a":2}"#, "a"),
            (#"{"a":1,b:2}"#, ""),
            (#"{"list":[{"a":1},{"a" 1}]}"#, "list[1].a"),
            (#"-"#, ""),
        ]
    ) func namesThePath(text: String, path: String) throws {
        let error = try #require(
            #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) })
        #expect(error.pathText == path)
    }

    @Test("A long name from the sender is cut in the path")
    func longNameIsCut() throws {
        let name = String(repeating: "n", count: 900)
        let error = try #require(
            #expect(throws: JSONError.self) { try JSONReader.read(Array(#"{"\#(name)":-}"#.utf8)) })
        #expect(error.pathText.utf8.count < 80)
    }

    @Test("The description says what, where and in which value")
    func description() throws {
        let error = try #require(
            #expect(throws: JSONError.self) { try JSONReader.read(Array(#"{"a":[1,]}"#.utf8)) })
        #expect(
            error.description
                == "A comma must be followed by another member or element (at byte 7, a).")
    }
}

/// Expects that a text is refused for this reason, noticed at this byte.
func expectRefusal(
    _ bytes: [UInt8], _ reason: JSONError.Reason, _ offset: Int,
    limits: JSONLimits = JSONLimits(), sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let error = #expect(throws: JSONError.self, sourceLocation: sourceLocation) {
        _ = try JSONReader.read(bytes, limits: limits)
    }
    #expect(error?.reason == reason, sourceLocation: sourceLocation)
    #expect(error?.offset == offset, sourceLocation: sourceLocation)
}
