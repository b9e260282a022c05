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
                let column = columns[index]
                let position = column.position
                switch column.form {
                case .text:
                    records.withText(row, position) { writer.member(index, of: keys, utf8: $0) }
                case .onlyText:
                    records.withFirstText(row, position) {
                        writer.member(index, of: keys, utf8: $0)
                    }
                case .unixSeconds:
                    writer.key(index, of: keys)
                    writer.integer(records.time(row, position)?.seconds ?? 0)
                }
            }
            writer.endObject()
        }
    }
}
