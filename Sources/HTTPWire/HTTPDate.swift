// HTTP's dates from and to seconds since 1970, by arithmetic alone: no clock, no locale, no zone.

/// Dates as HTTP writes them, RFC 9110 §5.6.7.
public enum HTTPDate {
    /// Writes a time as an IMF-fixdate.
    ///
    /// - Parameter secondsSince1970: What lies outside the years 0 to 9999 is taken as their
    ///   first or last second.
    /// - Returns: 29 octets, as in "Sun, 06 Nov 1994 08:49:37 GMT".
    public static func format(secondsSince1970: Int64) -> [UInt8] {
        let seconds = min(max(secondsSince1970, -62_167_219_200), 253_402_300_799)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = Int(seconds - day * 86_400)
        let date = CivilDate(day: Int(day))
        var output: [UInt8] = []
        output.reserveCapacity(29)
        output.append(contentsOf: weekdays[((Int(day) + 4) % 7 + 7) % 7].prefix(3))
        output.append(contentsOf: [Octet.comma, Octet.space])
        appendTwoDigits(date.day, to: &output)
        output.append(Octet.space)
        output.append(contentsOf: months[date.month - 1])
        output.append(Octet.space)
        appendTwoDigits(date.year / 100, to: &output)
        appendTwoDigits(date.year % 100, to: &output)
        output.append(Octet.space)
        appendTwoDigits(second / 3600, to: &output)
        output.append(Octet.colon)
        appendTwoDigits(second / 60 % 60, to: &output)
        output.append(Octet.colon)
        appendTwoDigits(second % 60, to: &output)
        output.append(contentsOf: " GMT".utf8)
        return output
    }

    private static func appendTwoDigits(_ number: Int, to output: inout [UInt8]) {
        output.append(Octet.zero + UInt8(number / 10 % 10))
        output.append(Octet.zero + UInt8(number % 10))
    }

    static let weekdays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ].map { Array($0.utf8) }

    static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { Array($0.utf8) }
}

/// A day of the proleptic Gregorian calendar.
struct CivilDate: Sendable, Equatable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int

    /// Days of a 400-year cycle, after which the calendar repeats.
    private static let cycleDays = 146_097
    /// Days from 1 March of year 0 to 1 January 1970.
    private static let epoch = 719_468

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Creates the date of a day counted from 1 January 1970.
    init(day number: Int) {
        // Years start in March here, so that the leap day is the last of its year.
        let shifted = number + Self.epoch
        let cycle = (shifted >= 0 ? shifted : shifted - Self.cycleDays + 1) / Self.cycleDays
        let dayOfCycle = shifted - cycle * Self.cycleDays
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day counted from 1 January 1970.
    var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let cycle = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfCycle = shiftedYear - cycle * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * Self.cycleDays + dayOfCycle - Self.epoch
    }
}
