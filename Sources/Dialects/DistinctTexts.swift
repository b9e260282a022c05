// Texts without repetitions, in the order of their first.

extension Sequence<String> {
    /// Each text once; two spellings of the same characters are two texts.
    var distinct: [String] {
        var seen: Set<[UInt8]> = []
        return filter { seen.insert(Array($0.utf8)).inserted }
    }
}
