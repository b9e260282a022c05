// A kept answer opens for the client that repeats itself, and for nobody else.

import Catalog
import Domain
import Testing

@testable import Store

@Suite struct KeptAnswerTests {
    private static let idempotency = IdempotencyKey(
        key: Array("attempt-1".utf8), name: Array(repeating: 1, count: 32),
        fingerprint: Array(repeating: 2, count: 32))

    private static func answer(_ key: String, secret: String? = nil) -> KeptAnswer {
        KeptAnswer(
            keys: RowKeys(of: .clients) { "\(key)\($0)" }, secret: secret.map(Secret.init),
            version: 1 << 51)
    }

    @Test("what was kept is found again, with or without a secret", arguments: [nil, "s\u{1F600}"])
    func roundTrip(secret: String?) throws {
        let answer = Self.answer("k\"\\\n", secret: secret)
        let sealed = try answer.sealed(for: Self.idempotency, of: .clients)
        #expect(KeptAnswer(opening: sealed, for: Self.idempotency, of: .clients) == answer)
    }

    @Test("the sealed bytes hold neither, and differ each time")
    func secrecy() throws {
        let answer = Self.answer("the-key", secret: "the-secret")
        let sealed = try answer.sealed(for: Self.idempotency, of: .clients)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("the-"))
        #expect(try answer.sealed(for: Self.idempotency, of: .clients) != sealed)
    }

    @Test("another key, or the same key of another caller, opens nothing")
    func others() throws {
        let sealed = try Self.answer("k").sealed(for: Self.idempotency, of: .clients)
        for (key, name) in [("attempt-2", 1), ("attempt-1", 3)] as [(String, UInt8)] {
            let other = IdempotencyKey(
                key: Array(key.utf8), name: Array(repeating: name, count: 32),
                fingerprint: Self.idempotency.fingerprint)
            #expect(KeptAnswer(opening: sealed, for: other, of: .clients) == nil)
        }
    }

    @Test("with any bit changed, or cut, it does not open")
    func tampering() throws {
        let sealed = try Self.answer("k").sealed(for: Self.idempotency, of: .clients)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(KeptAnswer(opening: changed, for: Self.idempotency, of: .clients) == nil)
            let cut = Array(sealed[..<place])
            #expect(KeptAnswer(opening: cut, for: Self.idempotency, of: .clients) == nil)
        }
    }
}
