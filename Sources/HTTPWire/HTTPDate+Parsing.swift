// Reading dates: the one format that is written today, and the two that recipients must take.

extension HTTPDate {
    /// Reads a date.
    ///
    /// RFC 9110 §5.6.7 has three formats: IMF-fixdate, RFC 850's and asctime's. All are in GMT, and
    /// a weekday that is not the date's is refused.
    ///
    /// - Parameters:
    ///   - text: The field's value.
    ///   - now: Seconds since 1970; RFC 850's two-digit year is taken at most 50 years ahead of it.
    /// - Returns: Seconds since 1970; nil where the text is no date.
    public static func parse(_ text: String, now: Int64) -> Int64? {
        var reader = DateReader(octets: Array(text.utf8))
        guard let weekday = reader.weekday() else { return nil }
        let moment =
            switch reader.octets.count {
            case 29 where weekday.isShort: reader.fixdate()
            case 24 where weekday.isShort: reader.asctime()
            default: weekday.isShort ? nil : reader.rfc850(now: now)
            }
        guard let moment, reader.isAtEnd else { return nil }
        return moment.secondsSince1970(weekday: weekday.index)
    }
}

/// A date and a time of day, each part in range but perhaps not the day of its month.
private struct Moment {
    var date: CivilDate
    var second: Int

    func secondsSince1970(weekday: Int) -> Int64? {
        let day = date.dayNumber
        // 30 February becomes another day on its way back: no such date.
        guard CivilDate(day: day) == date, ((day + 4) % 7 + 7) % 7 == weekday else { return nil }
        return Int64(day) * 86_400 + Int64(second)
    }
}

/// Reads the parts of a date one after another.
private struct DateReader {
    let octets: [UInt8]
    private var index = 0

    init(octets: [UInt8]) { self.octets = octets }

    var isAtEnd: Bool { index == octets.count }

    /// Reads a weekday's name: three letters, or the whole name and a comma.
    mutating func weekday() -> (index: Int, isShort: Bool)? {
        for (weekday, name) in HTTPDate.weekdays.enumerated() {
            if octets.starts(with: name + [Octet.comma]) {
                index = name.count
                return (weekday, false)
            }
            if octets.starts(with: name.prefix(3)) {
                index = 3
                return (weekday, true)
            }
        }
        return nil
    }

    // ", 06 Nov 1994 08:49:37 GMT"
    mutating func fixdate() -> Moment? {
        guard take(", "), let day = number(2), take(" "), let month = month(), take(" "),
            let year = number(4), take(" "), let second = timeOfDay(), take(" GMT")
        else { return nil }
        return Moment(date: CivilDate(year: year, month: month, day: day), second: second)
    }

    // ", 06-Nov-94 08:49:37 GMT"
    mutating func rfc850(now: Int64) -> Moment? {
        guard take(", "), let day = number(2), take("-"), let month = month(), take("-"),
            let shortYear = number(2), take(" "), let second = timeOfDay(), take(" GMT")
        else { return nil }
        let clamped = min(max(now, 0), 253_402_300_799)
        let thisYear = CivilDate(day: Int(clamped / 86_400)).year
        let year = thisYear - thisYear % 100 + shortYear
        let date = CivilDate(
            year: year > thisYear + 50 ? year - 100 : year, month: month, day: day)
        return Moment(date: date, second: second)
    }

    // " Nov  6 08:49:37 1994"
    mutating func asctime() -> Moment? {
        guard take(" "), let month = month(), take(" "),
            let day = take(" ") ? number(1) : number(2), take(" "),
            let second = timeOfDay(), take(" "), let year = number(4)
        else { return nil }
        return Moment(date: CivilDate(year: year, month: month, day: day), second: second)
    }

    private mutating func timeOfDay() -> Int? {
        // A leap second is written as 60 and counts as the next minute's first.
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60,
            take(":"), let second = number(2), second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private mutating func month() -> Int? {
        let name = octets[index...].prefix(3)
        guard let month = HTTPDate.months.firstIndex(where: { name.elementsEqual($0) }) else {
            return nil
        }
        index += 3
        return month + 1
    }

    private mutating func number(_ digits: Int) -> Int? {
        guard octets.count - index >= digits else { return nil }
        var number = 0
        for octet in octets[index..<index + digits] {
            guard octet.isDigit else { return nil }
            number = number * 10 + Int(octet & 0x0f)
        }
        index += digits
        return number
    }

    private mutating func take(_ text: String) -> Bool {
        guard octets[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }
}
