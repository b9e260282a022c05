// Chance, as a value: pauses between attempts, jittered so that gateways do not march in step.

/// A small generator whose whole state is its seed (SplitMix64's step), so tests can repeat it.
struct Jitter: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Pauses that double from failure to failure, each somewhere between half and the whole of it.
struct Backoff {
    private let shortest: Int64
    private let longest: Int64
    private(set) var failures = 0

    /// Both in nanoseconds.
    init(shortest: Int64, longest: Int64) {
        self.shortest = max(1, shortest)
        self.longest = max(self.shortest, longest)
    }

    /// Counts a failure and returns the pause before the next attempt, in nanoseconds.
    mutating func failed(using generator: inout some RandomNumberGenerator) -> Int64 {
        let doublings = min(failures, 30)
        failures += 1
        let (doubled, overflow) = shortest.multipliedReportingOverflow(by: 1 << doublings)
        let whole = overflow ? longest : min(longest, doubled)
        return Int64.random(in: (whole + 1) / 2...whole, using: &generator)
    }

    /// Begins again from the shortest pause.
    mutating func succeeded() {
        failures = 0
    }
}
