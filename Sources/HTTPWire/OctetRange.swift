// Offsets into a request's head, small enough that an entry for a field is 16 octets.

/// A range of offsets below 2³², as the decoder's bound on a head guarantees.
struct OctetRange: Sendable, Equatable {
    private let lower: UInt32
    private let upper: UInt32

    static let empty = OctetRange(0..<0)

    init(_ range: Range<Int>) {
        lower = UInt32(range.lowerBound)
        upper = UInt32(range.upperBound)
    }

    var range: Range<Int> { Int(lower)..<Int(upper) }
    var count: Int { Int(upper &- lower) }
    var isEmpty: Bool { lower == upper }
}
