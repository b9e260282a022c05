// Mutated images: whatever comes, there is a logo or a refusal.

import Domain
import Testing

@testable import Images

@Suite struct ImageFuzzTests {
    /// SplitMix64: a seed that is printed reproduces a failure.
    struct SeededGenerator: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    /// Numbers on whose edges decoders err.
    private static let edges: [UInt8] = [0x00, 0x01, 0x7F, 0x80, 0xC0, 0xD9, 0xDA, 0xFE, 0xFF]

    @Test("a mutated image has a logo or is refused", arguments: Sample.all)
    func mutations(_ sample: Sample) throws {
        let upload = try sample.upload
        var generator = SeededGenerator(seed: UInt64(upload.bytes.count))
        for _ in 0..<60 {
            let mutant = upload.changed { bytes in
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    Self.mutate(&bytes, using: &generator)
                }
                if upload.format == .png { Self.repairChecksums(of: &bytes) }
            }
            guard let dimensions = try? ImageFile(mutant).dimensions,
                // Drawing a large one takes long and shows nothing else.
                dimensions.width * dimensions.height < 1_000_000
            else { continue }
            guard let logo = try? Logo(of: mutant) else { continue }
            #expect(logo.png.count <= 327_680)
            #expect(logo.preview.count < 1024)
        }
    }

    /// Makes the chunks' checksums right, so that what is in them gets as far as it can.
    private static func repairChecksums(of bytes: inout [UInt8]) {
        var index = 8
        while index + 12 <= bytes.count {
            let length = bytes[index..<index + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - index - 12 else { return }
            let end = index + 8 + length
            var checksum: UInt32 = .max
            for byte in bytes[index + 4..<end] {
                checksum ^= UInt32(byte)
                for _ in 0..<8 {
                    checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0)
                }
            }
            for place in 0..<4 {
                bytes[end + place] = UInt8(truncatingIfNeeded: ~checksum >> (24 - 8 * place))
            }
            index = end + 4
        }
    }

    private static func mutate(
        _ bytes: inout [UInt8], using generator: inout SeededGenerator
    ) {
        guard let place = bytes.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: bytes[place] = edges.randomElement(using: &generator) ?? 0
        case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 3: bytes.removeSubrange(place..<min(place + 7, bytes.count))
        default:
            let end = min(place + 32, bytes.count)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }
}
