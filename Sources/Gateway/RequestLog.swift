import Dialects
import Domain
import HTTPWire
import JSONWire
import OAuth
import Reactor

/// One JSON line per request: what was asked and answered, never a token, a secret or the value
/// of a query parameter.
struct RequestLog {
    let output: OutputBuffer

    /// What a line says besides the exchange.
    struct Line {
        /// Nil where what came could not be read as a request.
        let method: Method?
        let status: UInt16
        let bytes: Int
        let microseconds: Int64
        let client: String
        let traceparent: String?
        let wallTime: WallTime
    }

    func write(_ line: Line, _ exchange: Exchange) {
        output.append { bytes in
            var writer = JSONWriter(appendingTo: bytes)
            bytes = []
            writer.beginObject()
            writer.key("time")
            writer.string(LogTime.text(line.wallTime))
            writer.key("level")
            writer.string(Self.level(of: line.status))
            writer.key("request_id")
            writer.string(exchange.requestID)
            Self.optional("tenant", exchange.tenant?.slug.text, to: &writer)
            Self.optional("client", exchange.principal?.client, to: &writer)
            Self.optional("subject", exchange.principal?.subject, to: &writer)
            Self.optional("dialect", exchange.dialect?.rawValue, to: &writer)
            Self.optional("route", exchange.operation, to: &writer)
            Self.optional("method", line.method?.description, to: &writer)
            writer.key("status")
            writer.integer(Int64(line.status))
            writer.key("bytes")
            writer.integer(line.bytes)
            writer.key("ms")
            writer.raw(Self.milliseconds(line.microseconds).utf8)
            writer.key("peer")
            writer.string(line.client)
            Self.optional("traceparent", line.traceparent, to: &writer)
            let error = exchange.error
            Self.optional(
                "error",
                error?.loggedSentence ?? error?.sentence ?? exchange.refusal?.code.rawValue,
                to: &writer)
            Self.optional("detail", exchange.error?.detail, to: &writer)
            writer.endObject()
            bytes = writer.finish()
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    private static func optional(_ key: JSONKey, _ text: String?, to writer: inout JSONWriter) {
        guard let text else { return }
        writer.key(key)
        writer.string(text)
    }

    private static func level(of status: UInt16) -> String {
        switch status {
        // What the client's own HTTP asks too much.
        case 501, 505: "notice"
        case 500...: "error"
        case 400...: "notice"
        default: "info"
        }
    }

    private static func milliseconds(_ microseconds: Int64) -> String {
        "\(microseconds / 1000).\(String(microseconds % 1000 + 1000).dropFirst())"
    }
}

/// Writes a moment as log lines show it: `2026-11-21T08:49:37.123Z` (RFC 3339).
enum LogTime {
    static func text(_ time: WallTime) -> String {
        let milliseconds = time.nanosecondsSince1970 / 1_000_000
        let days = milliseconds / 86_400_000
        let rest = milliseconds % 86_400_000
        let (year, month, day) = civil(days)
        return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3_600_000)):"
            + "\(two(rest / 60_000 % 60)):\(two(rest / 1000 % 60))."
            + String(rest % 1000 + 1000).dropFirst() + "Z"
    }

    private static func two(_ number: Int64) -> Substring {
        String(number + 100).dropFirst()
    }

    /// The proleptic Gregorian date of a day count since 1970-01-01, counted in 400-year cycles
    /// that start on 1 March so that leap days come last.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let cycle = shifted / 146_097
        let dayOfCycle = shifted % 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
