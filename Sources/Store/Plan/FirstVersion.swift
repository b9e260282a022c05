/// The version that a new row begins with; every change adds one.
///
/// A version is an entity tag, which must not come back for another representation (RFC 9110
/// §8.8.3): that of a row that was deleted and made again must not continue where it began before.
enum FirstVersion {
    /// A number that no earlier row of the same key is likely to have had.
    static func make(using random: inout some RandomNumberGenerator) -> Int64 {
        Int64.random(in: 1..<1 << 52, using: &random)
    }
}
