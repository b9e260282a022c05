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
