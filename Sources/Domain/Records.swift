/// The rows of an answer: for each the same fields, in the order of their places.
///
/// A cell is named by its row and by its field's position among `fields`, both from zero.
public struct Records: Sendable {
    /// Which fields each row holds.
    public let fields: FieldSet
    /// How many rows there are.
    public let count: Int
    private let cells: any Cells

    /// Takes rows where they are kept: `count` of them, with a cell for each of the fields.
    public init(fields: FieldSet, count: Int, cells: any Cells) {
        self.fields = fields
        self.count = count
        self.cells = cells
    }

    /// Takes the rows' values, row after row.
    ///
    /// Their number must be `count` times the fields'.
    public init(fields: FieldSet, count: Int, values: [Value]) {
        let width = fields.count
        precondition(values.count == count * width, "\(values.count) values are not \(count) rows")
        self.init(fields: fields, count: count, cells: ValueCells(values, width: width))
    }

    /// The cell, by value.
    public subscript(row: Int, position: Int) -> Value {
        cells.value(row, position)
    }

    /// Lends the cell of a text or JSON field as valid UTF-8; an empty text where nothing is
    /// stored.
    public func withText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        cells.withText(row, position, body)
    }

    /// Lends the cell as `withText` does, and nothing where nothing is stored.
    public func withTextIfAny(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        cells.withTextIfAny(row, position, body)
    }

    /// Lends the first text of a list; an empty text where there is none.
    public func withFirstText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        cells.withFirstText(row, position, body)
    }

    /// Lends each text of a list in turn.
    public func forEachText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        cells.forEachText(row, position, body)
    }

    /// Whether nothing is stored in the cell.
    public func isEmpty(_ row: Int, _ position: Int) -> Bool {
        cells.isEmpty(row, position)
    }

    /// The cell of a field that holds whole numbers; something must be stored.
    public func integer(_ row: Int, _ position: Int) -> Int64 {
        cells.integer(row, position)
    }

    /// The cell of a field that holds truth values; something must be stored.
    public func boolean(_ row: Int, _ position: Int) -> Bool {
        cells.boolean(row, position)
    }

    /// The cell of a field that holds moments; nil where nothing is stored.
    public func time(_ row: Int, _ position: Int) -> Timestamp? {
        cells.time(row, position)
    }
}
