// Moments: rounding down on both sides of the epoch, and no overflow.

import Domain
import Testing

@Suite struct TimestampTests {
    @Test(
        "seconds and days are rounded down",
        arguments: [
            (0, 0, 0), (1, 0, 0), (999_999, 0, 0), (1_000_000, 1, 0), (-1, -1, -1),
            (-1_000_000, -1, -1), (-1_000_001, -2, -1), (86_399_999_999, 86_399, 0),
            (86_400_000_000, 86_400, 1), (-86_400_000_000, -86_400, -1),
            (-86_400_000_001, -86_401, -2), (.max, 9_223_372_036_854, 106_751_991),
            (.min, -9_223_372_036_855, -106_751_992),
        ] as [(Int64, Int64, Int64)])
    func rounding(microseconds: Int64, seconds: Int64, day: Int64) {
        let moment = Timestamp(microseconds: microseconds)
        #expect(moment.seconds == seconds)
        #expect(moment.day == day)
    }

    @Test("seconds that do not fit make no moment")
    func overflow() {
        #expect(Timestamp(seconds: .max) == nil)
        #expect(Timestamp(seconds: .min) == nil)
        #expect(Timestamp(seconds: -5)?.microseconds == -5_000_000)
    }

    @Test(
        "advancing is clamped to what can be represented",
        arguments: [
            (0, 1, 1_000_000), (0, -1, -1_000_000), (.max, 1, .max), (.min, -1, .min),
            (0, .max, .max), (0, .min, .min), (.max, .min, .min), (.min, .max, .max),
            (.max, -1, .max - 1_000_000),
        ] as [(Int64, Int64, Int64)])
    func advanced(from: Int64, seconds: Int64, to: Int64) {
        let moment = Timestamp(microseconds: from).advanced(bySeconds: seconds)
        #expect(moment == Timestamp(microseconds: to))
    }

    @Test("moments are ordered")
    func order() {
        #expect(Timestamp(microseconds: -1) < Timestamp(microseconds: 0))
        #expect(!(Timestamp(microseconds: 0) < Timestamp(microseconds: 0)))
    }
}
