// Questions about runs of octets. The two that every octet of a head is asked, where the line
// ends and whether a control is in it, are asked of eight octets at a time.

extension Span<UInt8> {
    /// Returns where the octet first stands at or after `start`.
    func firstIndex(of octet: UInt8, from start: Int) -> Int? {
        let pattern = UInt64(octet) &* Word.ones
        var index = start
        while count - index >= 8 {
            let zeros = Word.zeroOctets(word(at: index) ^ pattern)
            if zeros != 0 { return index + zeros.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            if self[index] == octet { return index }
            index += 1
        }
        return nil
    }

    /// Says whether every octet may stand in a field value.
    var isFieldContent: Bool {
        var index = 0
        while index < count {
            if count - index >= 8, Word.holdsNoControl(word(at: index)) {
                index += 8
                continue
            }
            // A control, a tab that is allowed, or the last few.
            guard self[index].isFieldContent else { return false }
            index += 1
        }
        return true
    }

    /// Returns eight octets as one number, the first lowest; one load where that is possible.
    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        let octets = extracting(index..<index + 8)
        let low =
            UInt32(octets[0]) | UInt32(octets[1]) << 8 | UInt32(octets[2]) << 16
            | UInt32(octets[3]) << 24
        let high =
            UInt32(octets[4]) | UInt32(octets[5]) << 8 | UInt32(octets[6]) << 16
            | UInt32(octets[7]) << 24
        return UInt64(low) | UInt64(high) << 32
    }

    /// Says whether these octets are the same as others.
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }

    /// Says whether these octets are `word`, which is in lower case, in any case.
    func equalsIgnoringCase(_ word: [UInt8]) -> Bool {
        guard count == word.count else { return false }
        for index in 0..<count where self[index].lowercased != word[index] { return false }
        return true
    }

    /// Returns the range without leading and trailing spaces and tabs.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower].isWhitespace { lower += 1 }
        while upper > lower, self[upper - 1].isWhitespace { upper -= 1 }
        return lower..<upper
    }
}

/// Arithmetic on eight octets at once.
private enum Word {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Returns a word whose lowest bit set is the high bit of the first octet that is zero.
    static func zeroOctets(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }

    /// Says whether no octet is below 0x20 or is 0x7f.
    static func holdsNoControl(_ word: UInt64) -> Bool {
        let belowSpace = (word &- ones &* 0x20) & ~word & highBits
        return belowSpace | zeroOctets(word ^ ones &* 0x7f) == 0
    }
}
