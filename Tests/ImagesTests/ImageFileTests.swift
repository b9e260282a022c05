import Domain
import Testing

@testable import Images

/// What is refused before a decoder is given it.
@Suite struct ImageFileTests {
    @Test("the dimensions are the head's", arguments: Sample.stripes)
    func dimensions(_ sample: Sample) throws {
        let file = try ImageFile(sample.upload)
        let isSmall = sample.name == "small.png"
        let (width, height) = isSmall ? (48, 32) : (480, 320)
        #expect(try file.dimensions == Dimensions(width: width, height: height))
    }

    @Test(
        "an image is read as what it is declared to be, and as nothing else", arguments: Sample.all)
    func declaredFormat(_ sample: Sample) throws {
        let upload = try sample.upload
        for format in ImageUpload.Format.allCases where format != upload.format {
            #expect(throws: ImageFlaw.unreadable) {
                try Logo(of: ImageUpload(format, upload.bytes))
            }
        }
    }

    @Test(
        "what is no image is none",
        arguments: [
            "", "x", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
            "<?xml version=\"1.0\"?><svg/>", "GIF89a", "GIF90a", "\u{FF}\u{D8}", "RIFF\0\0\0\0WEBP",
            "BM", "%PDF-1.7", "II*\0",
        ], ImageUpload.Format.allCases)
    func noImage(_ text: String, _ format: ImageUpload.Format) {
        #expect(throws: ImageFlaw.unreadable) {
            try Logo(of: ImageUpload(format, Array(text.utf8)))
        }
    }

    @Test("sides and areas end where they are said to")
    func limits() throws {
        _ = try Dimensions(width: 8192, height: 3051)
        _ = try Dimensions(width: 5000, height: 5000)
        for (width, height) in [
            (0, 1), (1, 0), (8193, 1), (1, 8193), (5000, 5001), (8192, 8192), (60_000, 60_000),
            (-1, -1), (Int.max, Int.max),
        ] {
            #expect(throws: ImageFlaw.dimensions) { try Dimensions(width: width, height: height) }
        }
    }

    @Test("a head that promises too much is refused, whatever follows")
    func bombs() throws {
        let png = try Sample("truecolor.png").upload.changed { bytes in
            bytes.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
        }
        let screen = try Sample("plain.gif").upload.changed { bytes in
            bytes.replaceSubrange(6..<10, with: [0x60, 0xEA, 0x60, 0xEA])
        }
        let separator = try #require(
            try Sample("plain.gif").bytes.firstRange(of: [0x2C, 0, 0, 0, 0, 0xE0, 0x01]))
        let frame = try Sample("plain.gif").upload.changed { bytes in
            let start = separator.lowerBound + 5
            bytes.replaceSubrange(start..<start + 4, with: [0xFF, 0xFF, 0xFF, 0xFF])
        }
        let start = try #require(try Sample("baseline.jpg").bytes.firstRange(of: [0xFF, 0xC0]))
        let jpeg = try Sample("baseline.jpg").upload.changed { bytes in
            let start = start.lowerBound + 5
            bytes.replaceSubrange(start..<start + 4, with: [0xFF, 0xFF, 0xFF, 0xFF])
        }
        for bomb in [png, screen, frame, jpeg] {
            #expect(throws: ImageFlaw.dimensions) { try Logo(of: bomb) }
        }
    }

    @Test("a second frame cannot say otherwise than the first")
    func secondFrame() throws {
        let upload = try Sample("baseline.jpg").upload
        let start = try #require(upload.bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
        let length = Int(upload.bytes[start + 2]) << 8 | Int(upload.bytes[start + 3])
        let frame = upload.bytes[start..<start + 2 + length]
        #expect(throws: ImageFlaw.unreadable) {
            try Logo(of: upload.changed { $0.insert(contentsOf: frame, at: start) })
        }
        let png = try Sample("truecolor.png").upload
        #expect(throws: ImageFlaw.unreadable) {
            try Logo(of: png.changed { $0.insert(contentsOf: png.bytes[8..<33], at: 33) })
        }
    }

    @Test("the decoder gets no texts and profiles, which unpack to megabytes each")
    func ancillaryChunks() throws {
        let upload = try Sample("truecolor.png").upload
        let text = [0, 0, 0, 2] + Array("zTXta\0".utf8) + [1, 2, 3, 4]
        let unknown = [0, 0, 0, 0] + Array("ABCD".utf8) + [1, 2, 3, 4]
        let padded = upload.changed { $0.insert(contentsOf: text, at: 33) }
        let bytes = try ImageFile(padded).bytes
        #expect(bytes.firstRange(of: Array("zTXt".utf8)) == nil)
        #expect(try Logo(of: padded) == Logo(of: upload))
        #expect(throws: ImageFlaw.unreadable) {
            try ImageFile(upload.changed { $0.insert(contentsOf: unknown, at: 33) })
        }
    }

    @Test("what is behind the last row may not be endless")
    func dataBehindTheRows() throws {
        let one = try Sample("one.png").bytes
        let start = try #require(one.firstRange(of: Array("IDAT".utf8))).lowerBound - 4
        // Zeros that unpack to a thousand times as many.
        let packed: [UInt8] =
            [
                0x78, 0x9C, 0xED, 0xC1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x82, 0x20, 0xFF, 0xAF, 0x6E,
                0x48, 0x40, 0x01,
            ] + [UInt8](repeating: 0, count: 968) + [0xAF, 0x06, 0x43, 0x21, 0x00, 0x01]
        let length: [UInt8] = [0, 0, UInt8(packed.count >> 8), UInt8(packed.count & 0xFF)]
        let bomb = one[..<start] + length + Array("IDAT".utf8) + packed + [0, 0, 0, 0]
        #expect(throws: ImageFlaw.unreadable) {
            try ImageFile(ImageUpload(.png, bomb + one.suffix(12)))
        }
    }

    @Test("an image of too many passes is refused before the first")
    func scans() throws {
        let upload = try Sample("progressive.jpg").upload
        let start = try #require(upload.bytes.lastRange(of: [0xFF, 0xDA])).lowerBound
        let end = upload.bytes.count - 2
        let scan = upload.bytes[start..<end]
        let inserted = { (count: Int) in
            upload.changed { bytes in
                for _ in 0..<count { bytes.insert(contentsOf: scan, at: end) }
            }
        }
        _ = try ImageFile(inserted(50))
        #expect(throws: ImageFlaw.tooManyScans) { try ImageFile(inserted(64)) }
    }

    @Test("an image that is cut short anywhere is refused", arguments: Sample.all)
    func cutShort(_ sample: Sample) throws {
        let upload = try sample.upload
        // Nothing that a picture is made of stands in the last octets of a GIF.
        let end = upload.format == .gif ? upload.bytes.count - 2 : upload.bytes.count
        guard sample.name != "animated.gif" else { return }
        for length in stride(from: 0, to: end, by: max(1, end / 31)) {
            #expect(throws: ImageFlaw.unreadable, "\(length) of \(upload.bytes.count)") {
                try Logo(of: upload.changed { $0.removeSubrange(length...) })
            }
        }
    }
}

extension [UInt8] {
    /// The last place where the octets stand.
    fileprivate func lastRange(of octets: [UInt8]) -> Range<Int>? {
        ranges(of: octets).last
    }
}
