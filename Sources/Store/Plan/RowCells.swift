import Domain
import JSONWire
import Postgres

/// An answer's cells as the database sent them: a cell that is only shown is never copied.
final class RowCells: Cells {
    private let rows: Rows
    private let resource: Resource
    private let fields: FieldSet

    /// The rows' columns must begin with the resource's fields, in the order of their places.
    init(_ rows: Rows, of resource: Resource, _ fields: FieldSet) {
        self.rows = rows
        self.resource = resource
        self.fields = fields
    }

    func withText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        rows.withText(row, position, body)
    }

    func withTextIfAny(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        rows.withTextIfAny(row, position, body)
    }

    func withFirstText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        rows.withFirstText(row, position, body)
    }

    func forEachText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        rows.forEachText(row, position, body)
    }

    func isEmpty(_ row: Int, _ position: Int) -> Bool {
        rows.isNull(row, position)
    }

    func integer(_ row: Int, _ position: Int) -> Int64 {
        rows.integer(row, position)
    }

    func boolean(_ row: Int, _ position: Int) -> Bool {
        rows.boolean(row, position)
    }

    func time(_ row: Int, _ position: Int) -> Timestamp? {
        rows.optionalTime(row, position).map(Timestamp.init(microseconds:))
    }

    func value(_ row: Int, _ position: Int) -> Value {
        value(row, of: fields.ordinals[position])
    }

    /// The value of the field at a place in the resource's declaration.
    func value(_ row: Int, of ordinal: Int) -> Value {
        let column = fields.position(of: ordinal)
        guard !rows.isNull(row, column) else { return .null }
        switch resource.fields[ordinal].kind {
        case .text: return .text(rows.text(row, column))
        case .texts: return .texts(rows.texts(row, column))
        case .integer: return .integer(rows.integer(row, column))
        case .boolean: return .boolean(rows.boolean(row, column))
        case .time: return .time(Timestamp(microseconds: rows.time(row, column)))
        case .json:
            // The database holds valid JSON only; what our limits refuse shows as null.
            return (try? JSONReader.read(rows.json(row, column))).map(Value.json) ?? .null
        case .secret: preconditionFailure("no row holds a secret")
        }
    }
}
