// The server's binary form of an array, one element after another.

/// Where the elements of an array of one dimension are; NULL elements are left out.
///
/// Before them come dimensions, flags, type, size and first index, four bytes each; each element
/// has its length before it, -1 for NULL. An array of no or of several dimensions has no elements
/// here.
struct ArrayElements: Sequence, IteratorProtocol {
    private static let headBytes = 20

    private let bytes: [UInt8]
    private let end: Int
    private var position: Int

    /// The elements of a cell.
    init(of cell: Range<Int>, in bytes: [UInt8]) {
        self.bytes = bytes
        end = cell.upperBound
        let hasElements =
            cell.count >= Self.headBytes
            && bytes.loadBigEndian(cell.lowerBound) == 1 as Int32
        position = hasElements ? cell.lowerBound + Self.headBytes : end
    }

    mutating func next() -> Range<Int>? {
        while end - position >= 4 {
            let length = Int(bytes.loadBigEndian(position) as Int32)
            let start = position + 4
            guard length <= end - start else { break }
            position = start + Swift.max(length, 0)
            if length >= 0 { return start..<position }
        }
        return nil
    }
}
