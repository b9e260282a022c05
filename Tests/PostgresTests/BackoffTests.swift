// Pauses between attempts.

import Testing

@testable import Postgres

@Suite("Back-off")
struct BackoffTests {
    @Test("Pauses double up to the longest, each at least half of its whole")
    func doubling() {
        var jitter = Jitter(seed: 42)
        var backoff = Backoff(shortest: 100, longest: 700)
        for whole: Int64 in [100, 200, 400, 700, 700, 700] {
            let pause = backoff.failed(using: &jitter)
            #expect((whole / 2...whole).contains(pause))
        }
        backoff.succeeded()
        let pause = backoff.failed(using: &jitter)
        #expect((50...100).contains(pause))
    }

    @Test("Any number of failures stays in range")
    func endless() {
        var jitter = Jitter(seed: 1)
        var backoff = Backoff(shortest: .max / 4, longest: .max / 2)
        for _ in 0..<200 {
            let pause = backoff.failed(using: &jitter)
            #expect(pause > 0 && pause <= .max / 2)
        }
    }

    @Test("The same seed gives the same pauses")
    func repeatable() {
        var one = Jitter(seed: 7)
        var other = Jitter(seed: 7)
        let pauses = (0..<8).map { _ in one.next() }
        #expect(pauses == (0..<8).map { _ in other.next() })
    }
}
