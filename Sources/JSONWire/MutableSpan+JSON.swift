/// Copies of runs of bytes, eight at a time: an answer is many texts, most of them short.

extension MutableSpan<UInt8> {
    /// Overwrites bytes from a place on with a text, and says whether some byte of it would have
    /// to be escaped in a string.
    @inline(__always)
    mutating func overwrite(from start: Int, with text: Span<UInt8>) -> Bool {
        guard text.count >= 8 else {
            var needsEscape = false
            for index in text.indices {
                let byte = text[index]
                self[start &+ index] = byte
                needsEscape = byte.needsEscape || needsEscape
            }
            return needsEscape
        }
        var target = mutableBytes
        var found: UInt64 = 0
        let last = text.count &- 8
        var index = 0
        while true {
            let word = text.word(at: index)
            target.storeBytes(of: word.littleEndian, toByteOffset: start &+ index, as: UInt64.self)
            found |= word.bytesToEscape
            if index == last { return found != 0 }
            // The last eight may begin among those before, and are then copied twice.
            index = index &+ 8 < last ? index &+ 8 : last
        }
    }
}

extension Span<UInt8> {
    /// Eight bytes as one number, the first lowest; one load where that is possible.
    @inline(__always)
    fileprivate func word(at index: Int) -> UInt64 {
        let bytes = extracting(index..<index &+ 8)
        let low =
            UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16
            | UInt32(bytes[3]) << 24
        let high =
            UInt32(bytes[4]) | UInt32(bytes[5]) << 8 | UInt32(bytes[6]) << 16
            | UInt32(bytes[7]) << 24
        return UInt64(low) | UInt64(high) << 32
    }
}

extension UInt64 {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Not zero where one of the eight bytes must not stand unescaped in a string.
    ///
    /// A byte below n without a top bit gets one by the subtraction of n. What is borrowed from the
    /// bytes above may give them one, too, but only above a byte that was rightly found.
    fileprivate var bytesToEscape: UInt64 {
        let controls = self &- Self.ones &* UInt64(UInt8.space)
        let quotes = self ^ Self.ones &* UInt64(UInt8.quote)
        let backslashes = self ^ Self.ones &* UInt64(UInt8.backslash)
        let found =
            controls & ~self | (quotes &- Self.ones) & ~quotes
            | (backslashes &- Self.ones) & ~backslashes
        return found & Self.highBits
    }
}
