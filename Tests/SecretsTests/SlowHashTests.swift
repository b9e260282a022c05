// The two slow functions against the vectors that everybody publishes.

import Testing

@testable import Secrets

@Suite struct SlowHashTests {
    @Test(
        "scrypt gives RFC 7914's answers (§12)",
        arguments: [
            (
                "", "", 4, 1,
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                    + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
            (
                "pleaseletmein", "SodiumChloride", 14, 8,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ])
    func scrypt(
        text: String, salt: String, blocksLog2: Int, blockSize: Int, expected: String
    ) throws {
        let hash = try SlowHash.scrypt(
            Array(text.utf8), salt: Array(salt.utf8), blocksLog2: blocksLog2, blockSize: blockSize,
            byteCount: 64)
        #expect(hash == bytes(ofHex: expected))
    }

    @Test("what does not fit into memory is a failure and no crash")
    func tooLarge() {
        #expect(throws: HashingFailure.self) {
            try SlowHash.scrypt([1], salt: [2], blocksLog2: 50, blockSize: 8, byteCount: 32)
        }
    }

    @Test(
        "bytes are the same only where all of them are",
        arguments: [
            ([], [], true), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false),
            ([0, 2], [1, 2], false), ([1], [1, 1], false), ([], [0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func equality(left: [UInt8], right: [UInt8], expected: Bool) {
        #expect(constantTimeEqual(left, right) == expected)
    }

    private func bytes(ofHex text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
