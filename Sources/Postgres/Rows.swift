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
    /// Where each cell begins in `bytes`, and where the last one ends.
    ///
    /// The sign bit is set where the cell is NULL.
    let starts: [Int32]
    /// The cells' bytes, one after another.
    let bytes: [UInt8]

    init(count: Int, affected: Int, columns: Columns, starts: [Int32], bytes: [UInt8]) {
        self.count = count
        self.affected = affected
        self.columns = columns
        self.starts = starts
        self.bytes = bytes
    }

    /// What a statement gave that gave no cells.
    init(count: Int = 0, affected: Int = 0) {
        self.init(count: count, affected: affected, columns: .none, starts: [], bytes: [])
    }

    /// The number of columns.
    public var columnCount: Int { columns.count }

    /// Whether there is no row.
    public var isEmpty: Bool { count == 0 }

    /// Whether the cell is NULL.
    public func isNull(_ row: Int, _ column: Int) -> Bool {
        starts[index(row, column)] < 0
    }

    /// Lends the cell's bytes, as the server sent them.
    public func withBytes<Value>(
        _ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Value
    ) -> Value {
        body(bytes.span.extracting(range(row, column)))
    }

    /// Where the cell's bytes are; NULL is refused.
    func range(_ row: Int, _ column: Int) -> Range<Int> {
        guard let range = optionalRange(row, column) else {
            preconditionFailure("column \(columns.names[column]) is NULL")
        }
        return range
    }

    /// Where the cell's bytes are; nil for NULL.
    func optionalRange(_ row: Int, _ column: Int) -> Range<Int>? {
        let index = index(row, column)
        let start = starts[index]
        return start < 0 ? nil : Int(start)..<Int(starts[index + 1] & Int32.max)
    }

    private func index(_ row: Int, _ column: Int) -> Int {
        precondition(row >= 0 && row < count, "row outside the result")
        precondition(column >= 0 && column < columnCount, "column outside the result")
        return row * columnCount + column
    }
}
