// Prepared statements' names, written without a string per message.

/// The name of a prepared statement as C text: `p` and a number.
struct StatementName: ~Copyable {
    /// The letter, the digits of the largest number, NUL.
    private static let capacity = 24

    private let bytes: UnsafeMutablePointer<CChar>

    init() {
        // SAFETY: owned by this value alone and freed by its deinit; always ends in NUL.
        bytes = .allocate(capacity: StatementName.capacity)
        bytes.initialize(repeating: 0, count: StatementName.capacity)
    }

    deinit {
        bytes.deallocate()
    }

    /// Valid until the next `set`.
    var cText: UnsafePointer<CChar> { UnsafePointer(bytes) }

    var text: String { String(cString: bytes) }

    mutating func set(_ number: Int) {
        var digits = number.magnitude
        var width = 1
        var rest = digits / 10
        while rest > 0 {
            width += 1
            rest /= 10
        }
        bytes[0] = CChar(UInt8(ascii: "p"))
        bytes[width + 1] = 0
        for index in stride(from: width, to: 0, by: -1) {
            bytes[index] = CChar(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits % 10))
            digits /= 10
        }
    }
}
