// The rows of one statement, lent out of what libpq made of the server's answer.

internal import CLibPQ

/// What one statement gave: rows of cells, or how many rows it changed.
///
/// Cells are read by row and column, both from zero. Reading a cell as another type than its
/// column's is a programmer's error and stops the process with the column's name, as does reading
/// a NULL other than through `isNull` or one of the functions that return an optional.
///
/// A class, because it frees what libpq holds once nobody needs the cells any more.
public final class Rows: Sendable {
    /// How many bytes libpq may hold for one result.
    static let bytesMax = Int(Int32.max) / 2

    /// The number of rows.
    public let count: Int
    /// How many rows the statement returned or changed, as the server counts.
    public let affected: Int

    let columns: Columns
    /// Where the cells are; nil without columns.
    private let result: ServerResult?

    init(count: Int, affected: Int, columns: Columns, result: consuming ServerResult) {
        self.count = count
        self.affected = affected
        self.columns = columns
        self.result = consume result
    }

    /// What a statement gave that gave no cells.
    init(count: Int = 0, affected: Int = 0) {
        self.count = count
        self.affected = affected
        columns = .none
        result = nil
    }

    /// The number of columns.
    public var columnCount: Int { columns.count }

    /// Whether there is no row.
    public var isEmpty: Bool { count == 0 }

    /// Whether the cell is NULL.
    public func isNull(_ row: Int, _ column: Int) -> Bool {
        withOptionalCell(row, column) { $0 == nil }
    }

    /// Lends the cell's bytes, as the server sent them.
    public func withBytes<Value>(
        _ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Value
    ) -> Value {
        withCell(row, column) { body($0.span) }
    }

    /// Lends the cell; NULL is refused.
    @inline(__always)
    func withCell<Value>(_ row: Int, _ column: Int, _ body: (ServerResult.Cell) -> Value) -> Value {
        withOptionalCell(row, column) { cell in
            guard let cell else {
                preconditionFailure("column \(columns.names[column]) is NULL")
            }
            return body(cell)
        }
    }

    /// Lends the cell; nil for NULL.
    @inline(__always)
    func withOptionalCell<Value>(
        _ row: Int, _ column: Int, _ body: (ServerResult.Cell?) -> Value
    ) -> Value {
        precondition(row >= 0 && row < count, "row outside the result")
        precondition(column >= 0 && column < columnCount, "column outside the result")
        return withExtendedLifetime(self) { body(result?.cell(row, column)) }
    }
}
