// What the use of a refresh token comes to.

import Domain
import Testing

@testable import OAuth

@Suite struct TokenFamilyTests {
    private func verdict(
        _ token: [UInt8], of family: TokenFamily, milliseconds: Int64
    ) -> TokenFamily.Verdict {
        let now = Timestamp(microseconds: Sample.now.microseconds + milliseconds * 1000)
        return family.verdict(for: token, grace: 30, now: now)
    }

    private let rotated = Sample.family(current: [2], previous: [1], rotated: Sample.now)

    @Test("the current token is good")
    func current() {
        #expect(verdict([2], of: Sample.family(), milliseconds: 0) == .good)
        #expect(verdict([2], of: rotated, milliseconds: 500_000) == .good)
    }

    @Test("the one before loses a race, then makes up for a lost answer, then ends the family")
    func previous() {
        #expect(verdict([1], of: rotated, milliseconds: 0) == .raced)
        #expect(verdict([1], of: rotated, milliseconds: 2999) == .raced)
        #expect(verdict([1], of: rotated, milliseconds: 3000) == .lostAnswer)
        #expect(verdict([1], of: rotated, milliseconds: 29_999) == .lostAnswer)
        #expect(verdict([1], of: rotated, milliseconds: 30_000) == .reused)
    }

    @Test("any older one ends the family at once")
    func older() {
        #expect(verdict([0], of: rotated, milliseconds: 0) == .reused)
        #expect(verdict([0], of: Sample.family(), milliseconds: 0) == .reused)
    }

    @Test("a family that has ended has no good token")
    func expired() {
        #expect(verdict([2], of: rotated, milliseconds: 1_000_000) == .expired)
        #expect(verdict([1], of: rotated, milliseconds: 1_000_000) == .expired)
    }
}
