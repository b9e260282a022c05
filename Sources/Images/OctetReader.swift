/// Reads numbers and stretches of a file in turn; a file that ends too early is unreadable.
struct OctetReader {
    private let octets: [UInt8]
    /// Where the next octet is.
    private(set) var index = 0

    init(_ octets: [UInt8]) {
        self.octets = octets
    }

    /// Passes so many octets and says where they are.
    mutating func skip(_ count: Int) throws(ImageFlaw) -> Range<Int> {
        guard count >= 0, count <= octets.count - index else { throw .unreadable }
        defer { index += count }
        return index..<index + count
    }

    mutating func octet() throws(ImageFlaw) -> UInt8 {
        octets[try skip(1).lowerBound]
    }

    mutating func bigEndian(_ count: Int) throws(ImageFlaw) -> Int {
        octets[try skip(count)].reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func littleEndian(_ count: Int) throws(ImageFlaw) -> Int {
        octets[try skip(count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Passes these octets, which must stand here.
    mutating func expect(_ wanted: [UInt8]) throws(ImageFlaw) {
        guard octets[try skip(wanted.count)].elementsEqual(wanted) else { throw .unreadable }
    }
}
