// Moments and their arithmetic.

import Testing

@testable import Reactor

@Suite("Instants")
struct InstantTests {
    @Test("move by durations")
    func arithmetic() {
        let instant = Instant(nanoseconds: 1_000)
        #expect(instant + .microseconds(2) == Instant(nanoseconds: 3_000))
        #expect(instant + .nanoseconds(-400) == Instant(nanoseconds: 600))
        #expect(instant - Instant(nanoseconds: 4_000) == .microseconds(-3))
        #expect(instant < .distantFuture)
    }

    @Test(
        "stop at the distant future instead of overflowing",
        arguments: [
            Duration.seconds(Int64.max), .seconds(300 * 365 * 86_400),
        ])
    func saturates(duration: Duration) {
        let late = Instant(nanoseconds: .max - 10)
        #expect(late + duration == .distantFuture)
        #expect(Instant(nanoseconds: 0) + duration <= .distantFuture)
    }

    @Test("of civil time are split into their units")
    func units() {
        let time = WallTime(nanosecondsSince1970: 1_700_000_000_123_456_789)
        #expect(time.secondsSince1970 == 1_700_000_000)
        #expect(time.microsecondsSince1970 == 1_700_000_000_123_456)
    }
}
