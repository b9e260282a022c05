// A token's text: what it says, and how little may differ.

import Domain
import Testing

@testable import Access

@Suite struct OpaqueTokenTests {
    private static let random = String(repeating: "x", count: 43)

    /// A body with the right checksum behind it.
    private static func sealed(_ body: String) -> String {
        body + Base62.text(CRC32.checksum(of: body.utf8))
    }

    private static func made(
        _ kind: TokenKind = .access, tenant: Int64 = 7, day: Int64 = 20_789
    ) -> OpaqueToken {
        var random = SeededGenerator(seed: 1)
        return OpaqueToken(kind: kind, tenant: tenant, expiresDay: day, using: &random)
    }

    @Test(
        "what a made token says is read back",
        arguments: TokenKind.allCases, [(1, 0), (36, 20_789), (.max, 2_147_483_647)])
    func roundTrip(kind: TokenKind, claims: (tenant: Int64, day: Int64)) throws {
        let made = Self.made(kind, tenant: claims.tenant, day: claims.day)
        let read = try #require(OpaqueToken(made.text.exposed))
        #expect(read == made)
        #expect(read.kind == kind)
        #expect(read.tenant == claims.tenant)
        #expect(read.expiresDay == claims.day)
        #expect(made.text.exposed.utf8.count <= OpaqueToken.bytesMax)
    }

    @Test("the parts stand where documentation and secret scanners look for them")
    func layout() {
        let text = Self.made(tenant: 36, day: 20_789).text.exposed
        #expect(text.wholeMatch(of: /pn_at_10_g1h_[A-Za-z0-9_-]{43}[A-Za-z0-9]{6}/) != nil)
        #expect(Self.made(.refresh).text.exposed.hasPrefix("pn_rt_7_g1h_"))
    }

    @Test("two tokens of the same claims differ")
    func uniqueness() {
        var random = SeededGenerator(seed: 2)
        let texts = (0..<1000).map { _ in
            OpaqueToken(kind: .access, tenant: 1, expiresDay: 1, using: &random).text.exposed
        }
        #expect(Set(texts).count == 1000)
    }

    @Test(
        "a text of the form with the right checksum is a token",
        arguments: [
            ("pn_at_1_0_", 1, 0), ("pn_rt_1_zik0zj_", 1, 2_147_483_647),
            ("pn_at_1y2p0ij32e8e7_g1h_", .max, 20_789),
        ] as [(String, Int64, Int64)])
    func accepted(start: String, tenant: Int64, day: Int64) throws {
        let token = try #require(OpaqueToken(Self.sealed(start + Self.random)))
        #expect(token.tenant == tenant)
        #expect(token.expiresDay == day)
    }

    @Test(
        "a text with the right checksum and another form is none; * is the random part",
        arguments: [
            "", "pn_at_", "pn_at_1_1", "pn_at_*", "pn_at_1_*", "pn_at_1_1*", "pn_at__1_*",
            "pn_at_1__*", "pn_at_0_1_*", "pn_at_-1_1_*", "pn_at_1_-1_*", "pn_at_+1_1_*",
            "pn_at_01_1_*", "pn_at_1_01_*", "pn_at_A_1_*", "pn_at_1_1_1_*", "pn_at_1_zik0zk_*",
            "pn_at_1y2p0ij32e8e8_1_*", "pn_xt_1_1_*", "PN_AT_1_1_*", "at_1_1_*", " pn_at_1_1_*",
            "pn_at_1_1_*=", "pn_at_1_1_+*", "pn_at_1_1_é*", "pn_at_1_1_\0*", "pn_at_1_1_**",
        ])
    func malformed(form: String) {
        let body = form.replacing("*", with: Self.random)
        #expect(OpaqueToken(Self.sealed(body)) == nil)
    }

    @Test("no single changed, missing or added byte goes unnoticed")
    func singleByteErrors() {
        let bytes = Array(Self.made().text.exposed.utf8)
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                #expect(OpaqueToken(String(decoding: changed, as: UTF8.self)) == nil)
            }
            var shorter = bytes
            shorter.remove(at: place)
            #expect(OpaqueToken(String(decoding: shorter, as: UTF8.self)) == nil)
            var longer = bytes
            longer.insert(UInt8(ascii: "0"), at: place)
            #expect(OpaqueToken(String(decoding: longer, as: UTF8.self)) == nil)
        }
    }

    @Test("a token never prints its text")
    func description() {
        let token = Self.made()
        #expect("\(token)" == "[token]")
        #expect("\(token.text)" == "[secret]")
        #expect(String(reflecting: token.text) == "[secret]")
    }

    @Test("the hash is SHA-256 of the text, and its prefix the first eight bytes")
    func hash() {
        // FIPS 180-2, appendix B.1.
        let hash = TokenHash(of: "abc")
        let expected: [UInt8] = [
            0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE,
            0x22, 0x23, 0xB0, 0x03, 0x61, 0xA3, 0x96, 0x17, 0x7A, 0x9C, 0xB4, 0x10, 0xFF, 0x61,
            0xF2, 0x00, 0x15, 0xAD,
        ]
        #expect(hash.bytes == expected)
        #expect(hash.prefix == 0xBA78_16BF_8F01_CFEA)
        #expect(hash == TokenHash(of: "abc"))
        #expect(hash != TokenHash(of: "abd"))
    }
}
