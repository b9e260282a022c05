/// How much a zlib stream unpacks to (RFC 1950, RFC 1951), found without unpacking it.
///
/// libpng would unpack whatever comes after the last row as well, and throw it away: 2 MB of that
/// keep a core busy for ten seconds.
struct Inflation {
    private var bits: BitReader
    private let octetsMax: Int
    private var octetCount = 0

    /// The most octets that one can become: a bit for a repetition of 258, and another for where.
    static let ratioMax = 1032

    /// Throws where the stream is malformed, or unpacks to more octets than that.
    static func check(_ stream: [UInt8], upTo octetsMax: Int) throws(ImageFlaw) {
        guard stream.count >= 2, stream[0] & 0x0F == 8, stream[1] & 0x20 == 0,
            (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0
        else { throw .unreadable }
        var inflation = Inflation(bits: BitReader(stream, from: 2), octetsMax: octetsMax)
        while try !inflation.passBlock() {}
    }

    /// Counts a block; true where it was the last.
    private mutating func passBlock() throws(ImageFlaw) -> Bool {
        let isLast = try bits.next(1) == 1
        switch try bits.next(2) {
        case 0: try count(bits.passStored())
        case 1: try passCompressed(Self.fixedLiterals, Self.fixedDistances)
        case 2:
            let (literals, distances) = try dynamicCodes()
            try passCompressed(literals, distances)
        default: throw .unreadable
        }
        return isLast
    }

    private mutating func count(_ octets: Int) throws(ImageFlaw) {
        octetCount += octets
        guard octetCount <= octetsMax else { throw .unreadable }
    }

    /// §3.2.5: literals, and lengths with distances, until the end of the block.
    private mutating func passCompressed(
        _ literals: HuffmanCode, _ distances: HuffmanCode
    ) throws(ImageFlaw) {
        while case let symbol = try literals.next(&bits), symbol != 256 {
            guard symbol > 256 else {
                try count(1)
                continue
            }
            guard symbol < 286 else { throw .unreadable }
            try count(try length(symbol - 257))
            let distance = try distances.next(&bits)
            guard distance < 30 else { throw .unreadable }
            _ = try bits.next(max(0, distance >> 1 - 1))
        }
    }

    /// The length that the code at a place among those of lengths begins, with its extra bits.
    private mutating func length(_ place: Int) throws(ImageFlaw) -> Int {
        guard place >= 8 else { return 3 + place }
        guard place < 28 else { return 258 }
        let extra = place >> 2 - 1
        return 3 + (4 + place & 3) << extra + (try bits.next(extra))
    }

    /// §3.2.7: the block's own codes, whose lengths are themselves compressed.
    private mutating func dynamicCodes() throws(ImageFlaw) -> (HuffmanCode, HuffmanCode) {
        let literalCount = try bits.next(5) + 257
        let distanceCount = try bits.next(5) + 1
        guard literalCount <= 286, distanceCount <= 30 else { throw .unreadable }
        var lengthLengths = [Int](repeating: 0, count: Self.lengthOrder.count)
        for place in 0..<(try bits.next(4) + 4) {
            lengthLengths[Self.lengthOrder[place]] = try bits.next(3)
        }
        let code = try HuffmanCode(lengthLengths[...])
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            switch try code.next(&bits) {
            case 16:
                guard let last = lengths.last else { throw .unreadable }
                lengths += [Int](repeating: last, count: try bits.next(2) + 3)
            case 17: lengths += [Int](repeating: 0, count: try bits.next(3) + 3)
            case 18: lengths += [Int](repeating: 0, count: try bits.next(7) + 11)
            case let length: lengths.append(length)
            }
        }
        guard lengths.count == literalCount + distanceCount else { throw .unreadable }
        return (
            try HuffmanCode(lengths[..<literalCount]), try HuffmanCode(lengths[literalCount...])
        )
    }

    private static let lengthOrder = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]

    /// §3.2.6.
    private static let fixedLiterals = HuffmanCode(
        counts: [0, 0, 0, 0, 0, 0, 0, 24, 152, 112, 0, 0, 0, 0, 0, 0],
        symbols: Array(256...279) + Array(0...143) + Array(280...287) + Array(144...255))
    private static let fixedDistances = HuffmanCode(
        counts: [0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], symbols: Array(0...31))
}

/// A code whose words are given by their lengths alone (§3.2.2).
private struct HuffmanCode {
    private static let lengthMax = 15
    /// How many words there are of each length.
    private let counts: [Int]
    /// What the words stand for, the shortest first.
    private let symbols: [Int]

    init(counts: [Int], symbols: [Int]) {
        self.counts = counts
        self.symbols = symbols
    }

    /// Throws where there are more words than their lengths leave room for.
    init(_ lengths: ArraySlice<Int>) throws(ImageFlaw) {
        var counts = [Int](repeating: 0, count: Self.lengthMax + 1)
        for length in lengths where length > 0 { counts[length] += 1 }
        var starts = [Int](repeating: 0, count: Self.lengthMax + 2)
        var free = 1
        for length in 1...Self.lengthMax {
            free = free << 1 - counts[length]
            guard free >= 0 else { throw .unreadable }
            starts[length + 1] = starts[length] + counts[length]
        }
        var symbols = [Int](repeating: 0, count: starts[Self.lengthMax + 1])
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[starts[length]] = symbol
            starts[length] += 1
        }
        self.init(counts: counts, symbols: symbols)
    }

    /// Reads a word and returns what it stands for.
    func next(_ bits: inout BitReader) throws(ImageFlaw) -> Int {
        var word = 0
        var first = 0
        var passed = 0
        for length in 1...Self.lengthMax {
            word = word << 1 | (try bits.next(1))
            first <<= 1
            if word - first < counts[length] { return symbols[passed + word - first] }
            first += counts[length]
            passed += counts[length]
        }
        throw .unreadable
    }
}

/// Bits in the order of RFC 1951 §3.1.1.
private struct BitReader {
    private let octets: [UInt8]
    private var index: Int
    private var held = 0
    private var heldBits = 0

    init(_ octets: [UInt8], from index: Int) {
        self.octets = octets
        self.index = index
    }

    /// The next bits as a number, the first the lowest; 13 at most.
    mutating func next(_ count: Int) throws(ImageFlaw) -> Int {
        while heldBits < count {
            guard index < octets.count else { throw .unreadable }
            held |= Int(octets[index]) << heldBits
            heldBits += 8
            index += 1
        }
        defer {
            held >>= count
            heldBits -= count
        }
        return held & (1 << count - 1)
    }

    /// Passes a stored block (§3.2.4) and returns its length.
    mutating func passStored() throws(ImageFlaw) -> Int {
        held = 0
        heldBits = 0
        guard octets.count - index >= 4 else { throw .unreadable }
        let length = Int(octets[index]) | Int(octets[index + 1]) << 8
        let complement = Int(octets[index + 2]) | Int(octets[index + 3]) << 8
        guard length ^ complement == 0xFFFF, octets.count - index - 4 >= length else {
            throw .unreadable
        }
        index += 4 + length
        return length
    }
}
