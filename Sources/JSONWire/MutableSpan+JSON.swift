/// Copies of runs of bytes, sixteen at a time, and digits, eight at a time: an answer is many texts
/// and numbers, most of them short.

extension MutableSpan<UInt8> {
    /// Overwrites bytes from a place on with a text, and says whether some byte of it would have
    /// to be escaped in a string.
    @inline(__always)
    mutating func overwrite(from start: Int, with text: Span<UInt8>) -> Bool {
        guard text.count >= 16 else { return overwrite(from: start, withFew: text) }
        let last = text.count &- 16
        var found = SIMD2<UInt64>()
        var index = 0
        while true {
            let words = text.words(at: index)
            overwrite(from: start &+ index, with: words)
            found |= words.bytesToEscape
            if index == last { return found != .zero }
            // The last sixteen may begin among those before, and are then copied twice.
            index = min(index &+ 16, last)
        }
    }

    /// The same for less than sixteen bytes: the first of them and the last, which may overlap.
    @inline(__always)
    private mutating func overwrite(from start: Int, withFew text: Span<UInt8>) -> Bool {
        if text.count >= 8 {
            let last = text.count &- 8
            let ends = SIMD2(text.word(at: 0), text.word(at: last))
            overwrite(from: start, with: ends[0].littleEndian)
            overwrite(from: start &+ last, with: ends[1].littleEndian)
            return ends.bytesToEscape != .zero
        }
        if text.count >= 4 {
            let last = text.count &- 4
            let (head, tail) = (text.halfWord(at: 0), text.halfWord(at: last))
            overwrite(from: start, with: head.littleEndian)
            overwrite(from: start &+ last, with: tail.littleEndian)
            return SIMD2(repeating: UInt64(head) | UInt64(tail) << 32).bytesToEscape != .zero
        }
        var needsEscape = false
        for index in text.indices {
            let byte = text[index]
            self[start &+ index] = byte
            needsEscape = byte.needsEscape || needsEscape
        }
        return needsEscape
    }

    /// Overwrites bytes from a place on with those of a value as they lie in memory.
    @inline(__always)
    mutating func overwrite<Value: BitwiseCopyable>(from start: Int, with value: Value) {
        var target = mutableBytes
        target.storeBytes(of: value, toByteOffset: start, as: Value.self)
    }

    /// Overwrites bytes from a place on with an integer in decimal, and returns where it ends.
    ///
    /// Up to seven bytes beyond its end are overwritten as well.
    @inline(__always)
    mutating func overwrite(from start: Int, with value: Int64) -> Int {
        guard value < 0 else { return overwrite(from: start, withDigitsOf: value.magnitude) }
        self[start] = .minus
        return overwrite(from: start + 1, withDigitsOf: value.magnitude)
    }

    private mutating func overwrite(from start: Int, withDigitsOf number: UInt64) -> Int {
        guard number >= 100_000_000 else {
            let digits = number.eightDigits
            let zeros = Swift.min(digits.leadingZeroDigits, 7)
            overwrite(from: start, with: (digits >> UInt64(8 * zeros)).littleEndian)
            return start + 8 - zeros
        }
        let (high, low) = number.quotientAndRemainder(dividingBy: 100_000_000)
        let place = overwrite(from: start, withDigitsOf: high)
        overwrite(from: place, with: low.eightDigits.littleEndian)
        return place + 8
    }
}

extension Span<UInt8> {
    /// Sixteen bytes as they lie in memory; one load where that is possible.
    @inline(__always)
    fileprivate func words(at index: Int) -> SIMD2<UInt64> {
        let bytes = extracting(index..<index &+ 16)
        return SIMD2(bytes.word(0).littleEndian, bytes.word(8).littleEndian)
    }

    /// Eight bytes as one number, the first lowest; one load, too.
    @inline(__always)
    fileprivate func word(at index: Int) -> UInt64 {
        extracting(index..<index &+ 8).word(0)
    }

    /// Four bytes as one number, likewise.
    @inline(__always)
    fileprivate func halfWord(at index: Int) -> UInt32 {
        extracting(index..<index &+ 4).halfWord(0)
    }

    @inline(__always)
    private func word(_ index: Int) -> UInt64 {
        UInt64(halfWord(index)) | UInt64(halfWord(index &+ 4)) << 32
    }

    @inline(__always)
    private func halfWord(_ index: Int) -> UInt32 {
        UInt32(self[index]) | UInt32(self[index &+ 1]) << 8 | UInt32(self[index &+ 2]) << 16
            | UInt32(self[index &+ 3]) << 24
    }
}

extension SIMD2<UInt64> {
    /// Not zero where one of the sixteen bytes must not stand unescaped in a string.
    ///
    /// A byte below n without a top bit gets one by the subtraction of n. What is borrowed from the
    /// bytes above may give them one, too, but only above a byte that was rightly found.
    @inline(__always)
    fileprivate var bytesToEscape: SIMD2<UInt64> {
        let ones = SIMD2(repeating: 0x0101_0101_0101_0101 as UInt64)
        let highBits = SIMD2(repeating: 0x8080_8080_8080_8080 as UInt64)
        let controls = self &- ones &* UInt64(UInt8.space)
        let quotes = (self ^ ones &* UInt64(UInt8.quote)) &- ones
        let backslashes = (self ^ ones &* UInt64(UInt8.backslash)) &- ones
        // What has a top bit is none of them, and keeps it in the comparisons.
        return (controls | quotes | backslashes) & ~self & highBits
    }
}

extension UInt64 {
    /// The eight digits of a number below 100,000,000 in ASCII, the first one lowest.
    ///
    /// Halves, and then all that they fell into at once: each division by n is a multiplication by
    /// a fraction that comes close enough to 1/n.
    @inline(__always)
    fileprivate var eightDigits: UInt64 {
        let fours = self / 10_000 | (self % 10_000) << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x0000_007F_0000_007F
        let twos = hundreds | (fours &- 100 &* hundreds) << 16
        let tens = (twos &* 103) >> 10 & 0x000F_000F_000F_000F
        return (tens | (twos &- 10 &* tens) << 8) &+ 0x3030_3030_3030_3030
    }
    /// How many zeros stand before the other digits, of eight in ASCII.
    @inline(__always)
    fileprivate var leadingZeroDigits: Int {
        (self ^ 0x3030_3030_3030_3030).trailingZeroBitCount / 8
    }
}
