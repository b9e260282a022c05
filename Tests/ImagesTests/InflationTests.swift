import Testing

@testable import Images

/// How much a stream unpacks to.
@Suite struct InflationTests {
    /// A PNG's name, and the octets of its rows: one for the filter, and the pixels.
    static let rows = [
        ("truecolor.png", 320 * (1 + 480 * 3)), ("deep.png", 320 * (1 + 480 * 6)),
        ("alpha.png", 320 * (1 + 480 * 4)), ("palette.png", 320 * (1 + 480 / 4)),
        ("small.png", 32 * (1 + 48 * 3)), ("gray.png", 32 * (1 + 48)), ("one.png", 4),
    ]

    @Test("a PNG's data unpacks to its rows, to the octet", arguments: rows)
    func exact(name: String, octets: Int) throws {
        let stream = try data(of: Sample(name).bytes)
        try Inflation.check(stream, upTo: octets)
        #expect(throws: ImageFlaw.unreadable) { try Inflation.check(stream, upTo: octets - 1) }
        for length in stride(from: 0, to: stream.count - 4, by: max(1, stream.count / 40)) {
            #expect(throws: ImageFlaw.unreadable) {
                try Inflation.check(Array(stream[..<length]), upTo: octets)
            }
        }
    }

    @Test("stored, fixed and repeated octets count")
    func kinds() throws {
        // Three octets as they are; then "aaaaaaaaaa" as a literal or two and a repetition.
        let stored: [UInt8] = [0x78, 0x01, 0x01, 0x03, 0x00, 0xFC, 0xFF, 1, 2, 3]
        let fixed: [UInt8] = [0x78, 0x9C, 0x4B, 0x4C, 0x84, 0x01, 0x00]
        for (stream, octets) in [(stored, 3), (fixed, 10)] {
            try Inflation.check(stream, upTo: octets)
            #expect(throws: ImageFlaw.unreadable) {
                try Inflation.check(stream, upTo: octets - 1)
            }
        }
    }

    @Test(
        "what is no stream is refused",
        arguments: [
            [], [0x78], [0x78, 0x9C], [0x78, 0x9D, 0x03, 0x00], [0x79, 0x9C, 0x03, 0x00],
            // A dictionary, a block of no kind, a length that denies itself, too many codes.
            [0x78, 0xBB, 0x03, 0x00], [0x78, 0x9C, 0x07, 0x00],
            [0x78, 0x9C, 0x01, 0x03, 0x00, 0xFC, 0xFE, 1, 2, 3],
            [0x78, 0x9C, 0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ] as [[UInt8]])
    func noStream(_ stream: [UInt8]) {
        #expect(throws: ImageFlaw.unreadable) { try Inflation.check(stream, upTo: .max) }
    }

    @Test("a few octets that unpack to many are counted as many")
    func bomb() throws {
        // A million zeros.
        let start: [UInt8] = [
            0x78, 0x9C, 0xED, 0xC1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x82, 0x20, 0xFF, 0xAF, 0x6E,
            0x48, 0x40, 0x01,
        ]
        let stream =
            start + [UInt8](repeating: 0, count: 968) + [0xAF, 0x06, 0x43, 0x21, 0x00, 0x01]
        try Inflation.check(stream, upTo: 1_000_000)
        #expect(throws: ImageFlaw.unreadable) { try Inflation.check(stream, upTo: 999_999) }
    }

    /// What stands in a PNG's `IDAT` chunks.
    private func data(of png: [UInt8]) -> [UInt8] {
        var data: [UInt8] = []
        var index = 8
        while index + 8 <= png.count {
            let length = png[index..<index + 4].reduce(0) { $0 << 8 | Int($1) }
            if png[index + 4..<index + 8].elementsEqual("IDAT".utf8) {
                data += png[index + 8..<index + 8 + length]
            }
            index += length + 12
        }
        return data
    }
}
