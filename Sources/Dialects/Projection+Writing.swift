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
                case .text, .madeText:
                    records.withText(row, position) { writer.member(index, of: keys, utf8: $0) }
                case .onlyText:
                    records.withFirstText(row, position) {
                        writer.member(index, of: keys, utf8: $0)
                    }
                case .optionalText:
                    guard !records.isEmpty(row, position) else { continue }
                    records.withText(row, position) { writer.member(index, of: keys, utf8: $0) }
                case .unixSeconds:
                    let seconds = records.time(row, position)?.seconds ?? 0
                    writer.member(index, of: keys, integer: seconds)
                case .localTime:
                    guard let time = records.time(row, position) else { continue }
                    writer.member(index, of: keys, utf8: LocalTime.text(time).span)
                case .texts, .decimalText, .flag, .constant, .object, .secret:
                    writer.key(index, of: keys)
                    members[index].write(records, row, position, to: &writer)
                }
            }
            writer.endObject()
        }
    }
}

extension Member {
    /// Writes the value of a form that always has one, and is nobody's fastest.
    fileprivate func write(
        _ records: Records, _ row: Int, _ position: Int, to writer: inout JSONWriter
    ) {
        switch form {
        case .texts:
            writer.beginArray()
            records.forEachText(row, position) { writer.string(utf8: $0) }
            writer.endArray()
        case .decimalText: writer.string(String(records.integer(row, position)))
        case .flag: writer.boolean(records.boolean(row, position))
        case .constant:
            if records.isEmpty(row, position), let constants {
                writer.string(constants.usual)
            } else {
                records.withText(row, position) { writer.string(utf8: $0) }
            }
        case .object: records.withText(row, position) { writer.raw($0) }
        case .secret: writer.null()
        case .text, .optionalText, .madeText, .onlyText, .unixSeconds, .localTime:
            preconditionFailure("\(name) is written by its projection")
        }
    }
}
