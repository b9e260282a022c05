// Rows → JSON, as a projection says.

public import Domain
public import JSONWire

extension Projection {
    /// Writes rows as objects, one after another; the rows must hold the projection's fields.
    public func write(_ records: Records, to writer: inout JSONWriter) {
        // What a loop over thousands of cells asks holds no reference: none has to be counted.
        let keys = keys
        let columns = members.map {
            (form: $0.form, position: records.fields.position(of: $0.ordinal))
        }
        var localTime = LocalTime()
        for row in 0..<records.count {
            writer.beginObject()
            for index in columns.indices {
                let (form, position) = columns[index]
                switch form {
                case .text, .madeText:
                    records.withText(row, position) { writer.member(index, of: keys, utf8: $0) }
                case .onlyText:
                    records.withFirstText(row, position) {
                        writer.member(index, of: keys, utf8: $0)
                    }
                case .unixSeconds:
                    let seconds = records.time(row, position)?.seconds ?? 0
                    writer.member(index, of: keys, integer: seconds)
                case .optionalText:
                    records.withTextIfAny(row, position) {
                        writer.member(index, of: keys, utf8: $0)
                    }
                case .localTime:
                    guard let time = records.time(row, position) else { continue }
                    localTime.show(time)
                    writer.member(index, of: keys, utf8: localTime.text.span)
                case .constant:
                    if records.isEmpty(row, position), let usual = members[index].constants?.usual {
                        writer.member(index, of: keys, utf8: usual.utf8Span.span)
                    } else {
                        records.withText(row, position) {
                            writer.member(index, of: keys, utf8: $0)
                        }
                    }
                case .texts, .decimalText, .flag, .object, .secret:
                    writer.key(index, of: keys)
                    form.write(records, row, position, to: &writer)
                }
            }
            writer.endObject()
        }
    }
}

extension WireForm {
    /// Writes the value of a form that is more than one text or number.
    fileprivate func write(
        _ records: Records, _ row: Int, _ position: Int, to writer: inout JSONWriter
    ) {
        switch self {
        case .texts:
            writer.beginArray()
            records.forEachText(row, position) { writer.string(utf8: $0) }
            writer.endArray()
        case .decimalText: writer.string(String(records.integer(row, position)))
        case .flag: writer.boolean(records.boolean(row, position))
        case .object: records.withText(row, position) { writer.raw($0) }
        case .secret: writer.null()
        case .text, .optionalText, .madeText, .onlyText, .unixSeconds, .localTime, .constant:
            preconditionFailure("a projection writes these itself")
        }
    }
}
