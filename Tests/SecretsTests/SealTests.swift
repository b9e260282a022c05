// What is sealed at rest: it opens where it belongs and nowhere else.

import Secrets
import Testing

@Suite struct SealTests {
    private static let key = (0..<32).map { UInt8($0) }
    private static let seal = Seal(secretsKey: key, purpose: .signingKey)
    private static let place = Seal.Place(tenant: 7, row: "row")

    @Test("what is sealed opens again", arguments: [0, 1, 16, 1200])
    func roundTrip(count: Int) throws {
        let bytes = Array(repeating: UInt8(0xA5), count: count)
        let sealed = try Self.seal.seal(bytes, at: Self.place)
        #expect(sealed.count == count + 29)
        #expect(Self.seal.open(sealed, at: Self.place) == bytes)
        let again = Seal(secretsKey: Self.key, purpose: .signingKey)
        #expect(again.open(sealed, at: Self.place) == bytes)
    }

    @Test("the same bytes are never sealed alike")
    func nonces() throws {
        let sealed = try (0..<32).map { _ in try Self.seal.seal([1, 2, 3], at: Self.place) }
        #expect(Set(sealed).count == sealed.count)
    }

    @Test(
        "what was moved to another tenant or row does not open",
        arguments: [(8, "row"), (-7, "row"), (7, "row2"), (7, "ro"), (7, ""), (0, "row")])
    func moved(tenant: Int64, row: String) throws {
        let sealed = try Self.seal.seal([1, 2, 3], at: Self.place)
        #expect(Self.seal.open(sealed, at: Seal.Place(tenant: tenant, row: row)) == nil)
    }

    @Test("another key opens nothing")
    func otherKey() throws {
        let sealed = try Self.seal.seal([1, 2, 3], at: Self.place)
        let other = Seal(secretsKey: Self.key.reversed(), purpose: .signingKey)
        #expect(other.open(sealed, at: Self.place) == nil)
    }

    @Test("no byte can be changed, added or taken away")
    func changed() throws {
        let sealed = try Self.seal.seal([1, 2, 3], at: Self.place)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(Self.seal.open(changed, at: Self.place) == nil)
        }
        for count in 0..<sealed.count {
            #expect(Self.seal.open(Array(sealed.prefix(count)), at: Self.place) == nil)
        }
        #expect(Self.seal.open(sealed + [0], at: Self.place) == nil)
    }

    @Test("what another implementation sealed opens: HKDF without salt, nonce before, tag behind")
    func knownAnswer() throws {
        let sealed: [UInt8] = [
            0x01, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x19,
            0xDF, 0x83, 0xBE, 0x8C, 0x3C, 0x9E, 0x67, 0xEE, 0x77, 0x8D, 0xE6, 0xDA, 0x3B, 0x06,
            0xB2, 0xC0, 0xBD, 0x31, 0x36, 0x1A, 0x30, 0x3C,
        ]
        #expect(Self.seal.open(sealed, at: Self.place) == Array("private".utf8))
    }

    @Test("it prints as a secret")
    func bland() {
        #expect("\(Self.seal) \([Self.seal])" == "[secret] [[secret]]")
    }
}
