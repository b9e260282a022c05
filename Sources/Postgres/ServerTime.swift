// PostgreSQL counts time from 2000, Postern from 1970; both in microseconds, UTC.

/// Converts between the two epochs.
///
/// The server's infinities are the largest and smallest number.
enum ServerTime {
    /// From 1970-01-01 to 2000-01-01.
    private static let epochMicroseconds: Int64 = 946_684_800_000_000

    static func encode(_ microsecondsSince1970: Int64) -> Int64 {
        guard microsecondsSince1970 != .max else { return .max }
        let (value, overflow) = microsecondsSince1970.subtractingReportingOverflow(
            epochMicroseconds)
        return overflow ? .min : value
    }

    static func decode(_ microsecondsSince2000: Int64) -> Int64 {
        guard microsecondsSince2000 != .min else { return .min }
        let (value, overflow) = microsecondsSince2000.addingReportingOverflow(epochMicroseconds)
        return overflow ? .max : value
    }
}
