// Rows → JSON, as a projection says.

public import Domain
public import JSONWire

extension Projection {
    /// Writes rows as objects, one after another; the rows must hold the projection's fields.
    public func write(_ records: Records, to writer: inout JSONWriter) {
        // What a loop over hundreds of cells asks holds no reference: none has to be counted.
        let keys = keys
        let columns = members.map {
            (form: $0.form, position: records.fields.position(of: $0.ordinal))
        }
        for row in 0..<records.count {
            writer.beginObject()
            for index in columns.indices {
                writer.key(index, of: keys)
                let column = columns[index]
                column.form.write(records, row, column.position, to: &writer)
            }
            writer.endObject()
        }
    }
}

extension WireForm {
    /// Writes a cell straight from where it is kept.
    func write(_ records: Records, _ row: Int, _ position: Int, to writer: inout JSONWriter) {
        switch self {
        case .text: records.withText(row, position) { writer.string(utf8: $0) }
        case .onlyText: records.withFirstText(row, position) { writer.string(utf8: $0) }
        case .unixSeconds: writer.integer(records.time(row, position)?.seconds ?? 0)
        }
    }
}
