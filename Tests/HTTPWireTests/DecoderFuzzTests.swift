// Mutated requests: the decoder never crashes, and how its input is cut never matters.

import HTTPWire
import Testing

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

@Suite struct DecoderFuzzTests {
    private static let corpus =
        RequestDecoderTests.good.map { Array($0.utf8) } + [
            Array(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"
                    .utf8),
            Array(
                "POST /% HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .utf8),
        ]

    private static let morsels = [
        "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", "\u{0}", "0", "f", "Content-Length: 1\r\n",
        "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "chunked", ",", ";", "\"", "HTTP/1.1",
        "GET / ",
        "/", "?", "#", "@", "%", "\u{ff}", "1\r\n", "0\r\n\r\n",
    ].map { Array($0.utf8) }

    @Test("Any cut of mutated requests gives the result of the whole", arguments: 1...8)
    func mutations(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limits = Limits(
            requestLineBytesMax: 64, fieldBytesMax: 64, headBytesMax: 160, fieldCountMax: 8,
            bodyBytesMax: 64, chunkLineBytesMax: 24, chunkExtensionBytesMax: 32,
            trailerBytesMax: 48, trailerCountMax: 3)
        for round in 0..<400 {
            let octets = mutated(&generator)
            let whole = Transcript(octets, limits: limits)
            let single = Transcript(octets.indices.map { octets[$0...$0] }, limits: limits)
            let cut = Transcript(pieces(of: octets, &generator), limits: limits)
            #expect(single == whole, "seed \(seed), round \(round): \(octets)")
            #expect(cut == whole, "seed \(seed), round \(round): \(octets)")
        }
    }

    @Test("Octets without any plan are refused or waited for", arguments: 1...4)
    func noise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let count = Int.random(in: 0...80, using: &generator)
            let octets = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let transcript = Transcript(octets)
            #expect(transcript.lines.isEmpty, "seed \(seed): \(octets)")
        }
    }

    private func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
        var octets: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            octets += Self.corpus.randomElement(using: &generator) ?? []
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let index = Int.random(in: 0..<octets.count, using: &generator)
            let end = min(octets.count, index + Int.random(in: 0...4, using: &generator))
            switch Int.random(in: 0...3, using: &generator) {
            case 0: octets[index] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: octets.removeSubrange(index..<end)
            case 2: octets.insert(contentsOf: octets[index..<end], at: index)
            default:
                let morsel = Self.morsels.randomElement(using: &generator) ?? []
                octets.insert(contentsOf: morsel, at: index)
            }
            if octets.isEmpty { return octets }
        }
        return octets
    }

    private func pieces(
        of octets: [UInt8], _ generator: inout SeededGenerator
    ) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < octets.count {
            let end = min(octets.count, start + Int.random(in: 1...40, using: &generator))
            pieces.append(octets[start..<end])
            start = end
        }
        return pieces
    }
}
