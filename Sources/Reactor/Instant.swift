// The loop's two clocks as values: one to measure with and one to tell the date by.

import Glibc

/// A point on the monotonic clock, which no correction of the date moves.
public struct Instant: Hashable, Comparable, Sendable {
    /// Nanoseconds since some moment before this process began.
    public let nanoseconds: Int64

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Reads the clock, on any thread; on a loop `EventLoop.now` is cheaper.
    public static func current() -> Instant {
        Instant(nanoseconds: read(CLOCK_MONOTONIC))
    }

    /// A moment that never comes.
    public static let distantFuture = Instant(nanoseconds: .max)

    /// Whether `left` comes before `right`.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant that is `duration` later; `distantFuture` when it would lie beyond the clock.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return overflow ? .distantFuture : Instant(nanoseconds: sum)
    }

    /// The time from `right` to `left`; negative when `left` is the earlier.
    public static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}

/// A moment of civil time, in UTC, as the system's clock tells it.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let nanosecondsSince1970: Int64

    /// A moment by its nanoseconds since 1970-01-01T00:00:00Z.
    public init(nanosecondsSince1970: Int64) {
        self.nanosecondsSince1970 = nanosecondsSince1970
    }

    /// Reads the clock, on any thread; on a loop `EventLoop.wallTime` is cheaper.
    public static func current() -> WallTime {
        WallTime(nanosecondsSince1970: read(CLOCK_REALTIME))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    public var secondsSince1970: Int64 { nanosecondsSince1970 / 1_000_000_000 }

    /// Whole microseconds since 1970-01-01T00:00:00Z.
    public var microsecondsSince1970: Int64 { nanosecondsSince1970 / 1_000 }

    /// Whether `left` comes before `right`.
    public static func < (left: WallTime, right: WallTime) -> Bool {
        left.nanosecondsSince1970 < right.nanosecondsSince1970
    }
}

extension Duration {
    /// The duration in nanoseconds, at most 146 years either way so that sums stay in range.
    var wholeNanoseconds: Int64 {
        let limit = Int128(Int64.max / 2)
        return Int64(max(-limit, min(limit, attoseconds / 1_000_000_000)))
    }
}

private func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // Neither clock can be missing on Linux, so there is no failure to report.
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}
