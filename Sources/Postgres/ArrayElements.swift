// The server's binary form of an array, one element after another.

/// The elements of an array of one dimension; NULL elements are left out.
///
/// Before them come dimensions, flags, type, size and first index, four bytes each; each element
/// has its length before it, -1 for NULL. An array of no or of several dimensions has no elements
/// here.
struct ArrayElements: Sequence, IteratorProtocol {
    private static let headBytes = 20

    private let cell: ServerResult.Cell
    private var position: Int

    /// The elements of a cell, for as long as its result lives.
    init(of cell: ServerResult.Cell) {
        self.cell = cell
        let hasElements = cell.count >= Self.headBytes && cell.loadBigEndian(0) == 1 as Int32
        position = hasElements ? Self.headBytes : cell.count
    }

    mutating func next() -> ServerResult.Cell? {
        while cell.count - position >= 4 {
            let length = Int(cell.loadBigEndian(position) as Int32)
            let start = position + 4
            guard length <= cell.count - start else { break }
            position = start + Swift.max(length, 0)
            if length >= 0 { return ServerResult.Cell(rebasing: cell[start..<position]) }
        }
        return nil
    }
}
