// The rows of one statement, copied out of libpq so that they may travel.

internal import CLibPQ

/// What one statement gave: rows of cells, or how many rows it changed.
///
/// Cells are read by row and column, both from zero. Reading a cell as another type than its
/// column's is a programmer's error and stops the process with the column's name, as does reading
/// a NULL other than through `isNull` or one of the functions that return an optional.
public struct Rows: Sendable {
    /// How many bytes the cells of one result may have together.
    static let bytesMax = Int(Int32.max) / 2

    /// The number of rows.
    public let count: Int
    /// How many rows the statement returned or changed, as the server counts.
    public let affected: Int

    let columns: Columns
    /// A table of where the cells begin, and the cells.
    ///
    /// First one native Int32 per cell and one more: where the cell begins, counted from the end
    /// of this table, and with the sign bit set where it is NULL. Then the cells' bytes.
    let storage: [UInt8]

    init(count: Int, affected: Int, columns: Columns, storage: [UInt8]) {
        self.count = count
        self.affected = affected
        self.columns = columns
        self.storage = storage
    }

    /// The number of columns.
    public var columnCount: Int { columns.count }

    /// Whether there is no row.
    public var isEmpty: Bool { count == 0 }

    /// Whether the cell is NULL.
    public func isNull(_ row: Int, _ column: Int) -> Bool {
        entry(index(row, column)) < 0
    }

    /// Lends the cell's bytes, as the server sent them.
    public func withBytes<Value>(
        _ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Value
    ) -> Value {
        body(storage.span.extracting(range(row, column)))
    }

    /// Where the cell's bytes are; NULL is refused.
    func range(_ row: Int, _ column: Int) -> Range<Int> {
        let index = index(row, column)
        let start = entry(index)
        guard start >= 0 else {
            preconditionFailure("column \(columns.names[column]) is NULL")
        }
        let base = (count * columnCount + 1) * 4
        return base + Int(start)..<base + Int(entry(index + 1) & Int32.max)
    }

    private func index(_ row: Int, _ column: Int) -> Int {
        precondition(row >= 0 && row < count, "row outside the result")
        precondition(column >= 0 && column < columnCount, "column outside the result")
        return row * columnCount + column
    }

    private func entry(_ index: Int) -> Int32 {
        storage.span.bytes.unsafeLoadUnaligned(fromByteOffset: index * 4, as: Int32.self)
    }
}
