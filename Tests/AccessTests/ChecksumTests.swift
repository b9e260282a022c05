// The checksum of tokens, against published check values.

import Testing

@testable import Access

@Suite struct ChecksumTests {
    @Test(
        "CRC-32 agrees with the published values of ISO-HDLC",
        arguments: [
            ("", 0x0000_0000), ("a", 0xE8B7_BE43), ("abc", 0x3524_41C2),
            ("123456789", 0xCBF4_3926),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ] as [(String, UInt32)])
    func checksum(text: String, checksum: UInt32) {
        #expect(CRC32.checksum(of: text.utf8) == checksum)
    }

    @Test(
        "a checksum is six digits of base 62, the most significant first",
        arguments: [
            (0, "000000"), (9, "000009"), (10, "00000A"), (35, "00000Z"), (36, "00000a"),
            (61, "00000z"), (62, "000010"), (3843, "0000zz"), (.max, "4gfFC3"),
        ] as [(UInt32, String)])
    func digits(number: UInt32, text: String) {
        #expect(Base62.text(number) == text)
    }
}
