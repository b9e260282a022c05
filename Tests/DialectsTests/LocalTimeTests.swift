// Times without a zone, there and back.

import Domain
import Testing

@testable import Dialects

@Suite struct LocalTimeTests {
    private func shown(_ moment: Timestamp) -> String {
        let text = LocalTime.text(moment)
        return String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
    }

    @Test(
        "a moment and its text",
        arguments: [
            ("1970-01-01 00:00:00", 0), ("2025-07-20 09:15:02", 1_753_002_902),
            ("2000-02-29 23:59:59", 951_868_799), ("1969-12-31 23:59:59", -1),
            ("0001-01-01 00:00:00", -62_135_596_800), ("9999-12-31 23:59:59", 253_402_300_799),
        ] as [(String, Int64)])
    func both(text: String, seconds: Int64) throws {
        let moment = try #require(Timestamp(seconds: seconds))
        #expect(LocalTime.moment(text) == moment)
        #expect(shown(moment) == text)
    }

    @Test("what is less than a second is left out")
    func fractions() {
        #expect(shown(Timestamp(microseconds: 1_999_999)) == "1970-01-01 00:00:01")
    }

    @Test(
        "no such time",
        arguments: [
            "", "2025-07-20", "2025-07-20T09:15:02", "2025-07-20 09:15:02 ", " 2025-07-20 09:15:0",
            "2025-02-29 00:00:00", "2025-04-31 00:00:00", "2025-00-01 00:00:00",
            "2025-13-01 00:00:00", "2025-01-00 00:00:00", "2025-01-32 00:00:00",
            "2025-01-01 24:00:00", "2025-01-01 00:60:00", "2025-01-01 00:00:60",
            "0000-01-01 00:00:00", "-025-01-01 00:00:00", "2025-1-001 00:00:00",
            "２025-01-01 00:00:0", "+025-01-01 00:00:00",
        ])
    func none(text: String) {
        #expect(LocalTime.moment(text) == nil)
    }

    @Test("moments far away show a year of four digits", arguments: [Int64.min, Int64.max])
    func farAway(microseconds: Int64) {
        #expect(shown(Timestamp(microseconds: microseconds)).contains(/^(0001|9999)-/))
    }
}
