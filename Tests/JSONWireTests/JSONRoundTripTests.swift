/// Reading and writing are inverse, for chosen texts and for thousands of damaged ones.

import JSONWire
import Testing

@Suite struct JSONRoundTripTests {
    @Test(
        "A compact text is written again byte for byte",
        arguments: [
            "1.0", "1e400", "1E+400", "-0", "0.10", "1180591620717411303424", "1e-7",
            #"{"z":1,"a":{"y":[],"b":[1.0,1,1e0]},"":null}"#,
            #"["<a href=\"/\">","é","😀","\u0001"]"#,
            "\"cafe\u{301} caf\u{E9} \u{2028}\"",
        ])
    func byteForByte(text: String) throws {
        let bytes = Array(text.utf8)
        #expect(try JSONReader.read(bytes).encoded == bytes)
    }

    @Test("A large object is written again byte for byte")
    func largeObject() throws {
        let members = (0..<900).map { #""name\#($0)":{"value":[\#($0),"text \#($0)"]}"# }
        let bytes = Array("{\(members.joined(separator: ","))}".utf8)
        #expect(try JSONReader.read(bytes).encoded == bytes)
    }

    @Test(
        "Damaged texts never crash; what is accepted is written and read again as the same",
        arguments: 1...8)
    func mutations(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<4_000 {
            let bytes = Self.damaged(Self.samples.randomElement(using: &chance) ?? "", &chance)
            guard let value = try? JSONReader.read(bytes) else { continue }
            accepted += 1
            let encoded = value.encoded
            let again = try JSONReader.read(encoded)
            #expect(again == value, "seed \(seed): \(bytes)")
            #expect(again.encoded == encoded, "seed \(seed): \(bytes)")
        }
        #expect(accepted > 100, "seed \(seed) tried next to nothing")
    }

    @Test("Random bytes never crash", arguments: 1...4)
    func noise(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let alphabet =
            Array("{}[],:\"\\u0019aDdEe+-. tfn\n/".utf8) + [
                0x00, 0x1F, 0xC3, 0xA9, 0xED, 0xF0, 0xFF,
            ]
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...24, using: &chance)
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &chance) ?? 0 }
            guard let value = try? JSONReader.read(bytes) else { continue }
            #expect((try? JSONReader.read(value.encoded)) == value, "seed \(seed): \(bytes)")
        }
    }

    private static func damaged(_ text: String, _ chance: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &chance) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &chance)
            switch Int.random(in: 0...5, using: &chance) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
            case 2: bytes.remove(at: place)
            case 3:
                bytes.insert(
                    Array("{}[],:\"\\0-e.".utf8).randomElement(using: &chance) ?? 0, at: place)
            case 4: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes[place...].prefix(8), at: place)
            }
        }
        return bytes
    }

    private static let samples = [
        #"{"client_name":"Shop","redirect_uris":["https://shop.example/cb"],"ttl":3600,"on":true}"#,
        #"[{"a":null},{"b":[1.5e3,-0,1e-7,1180591620717411303424]},"\u00e9é\ud83d\ude00😀\n"]"#,
        #"{"a":{"b":{"c":{"d":[[[[]]]]}}},"e":"a rather long text without anything to escape"}"#,
        #" [ 1 , "two" , { "three" : 3 } , false , null ] "#,
        #""\"\\\/\b\f\n\r\t\u0041""#,
        "-12.50e+10",
    ]
}

/// A generator whose numbers depend on its seed alone (SplitMix64), so that a failure can be
/// repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
