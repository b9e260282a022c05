// Dates in both directions.

import HTTPWire
import Testing

@Suite struct HTTPDateTests {
    static let dates: [(Int64, String)] = [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
        (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (-62_167_219_200, "Sat, 01 Jan 0000 00:00:00 GMT"),
    ]

    @Test(arguments: dates)
    func written(seconds: Int64, text: String) {
        #expect(String(decoding: HTTPDate.format(secondsSince1970: seconds), as: UTF8.self) == text)
        #expect(HTTPDate.parse(text, now: 0) == seconds)
    }

    @Test("What no year of four digits holds is the first or last second that one does")
    func clamped() {
        #expect(
            HTTPDate.format(secondsSince1970: .max)
                == HTTPDate.format(secondsSince1970: 253_402_300_799))
        #expect(
            HTTPDate.format(secondsSince1970: .min)
                == HTTPDate.format(secondsSince1970: -62_167_219_200))
    }

    @Test("Every day of 400 years comes back: then the calendar repeats")
    func everyDay() {
        for day in Int64(-73_000)..<73_097 {
            let text = String(
                decoding: HTTPDate.format(secondsSince1970: day * 86_400), as: UTF8.self)
            guard HTTPDate.parse(text, now: 0) == day * 86_400 else {
                Issue.record("day \(day) is \(text)")
                return
            }
        }
    }

    @Test(
        "RFC 9110 §5.6.7: the obsolete formats are read",
        arguments: [
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Wed Nov 16 08:49:37 1994", 784_975_777), ("Thursday, 01-Jan-70 00:00:00 GMT", 0),
        ])
    func obsolete(text: String, seconds: Int64) {
        #expect(HTTPDate.parse(text, now: 800_000_000) == seconds)
    }

    @Test("A two-digit year lies at most 50 years ahead")
    func shortYears() {
        // 2026: 76 is 2076, 77 is 1977.
        let now: Int64 = 1_780_000_000
        #expect(HTTPDate.parse("Wednesday, 01-Jan-76 00:00:00 GMT", now: now) == 3_345_062_400)
        #expect(HTTPDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", now: now) == 220_924_800)
        #expect(HTTPDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", now: .max) == 252_676_540_800)
        #expect(HTTPDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", now: .min) == 220_924_800)
    }

    @Test(
        "What is no date is refused",
        arguments: [
            "", "Sun", "Sun,", "0", "784111777", "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT",
            "sun, 06 nov 1994 08:49:37 gmt",
            "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 06 Abc 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Thu, 31 Nov 1994 08:49:37 GMT",
            "Mon, 29 Feb 2100 00:00:00 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov -994 08:49:37 GMT",
            "Sunday, 06 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-94 08:49:37 GMT",
            "Sun Nov 06  8:49:37 1994",
            "Sun Nov 6 08:49:37 1994", "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sun, 99 Nov 1994 08:49:37 GMT",
        ])
    func refused(text: String) {
        #expect(HTTPDate.parse(text, now: 800_000_000) == nil)
    }

    @Test("A leap second counts as the next minute's first")
    func leapSecond() {
        #expect(HTTPDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", now: 0) == 1_483_228_800)
    }
}
