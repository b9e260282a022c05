// Rows → JSON, as a projection says.

public import Domain
public import JSONWire

extension Projection {
    /// Writes rows as objects, one after another; the rows must hold the projection's fields.
    public func write(_ records: Records, to writer: inout JSONWriter) {
        let positions = members.map { records.fields.position(of: $0.ordinal) }
        for row in 0..<records.count {
            writer.beginObject()
            for index in members.indices {
                writer.key(members[index].key)
                members[index].form.write(records[row, positions[index]], to: &writer)
            }
            writer.endObject()
        }
    }
}

extension WireForm {
    func write(_ value: Value, to writer: inout JSONWriter) {
        switch (self, value) {
        case (.text, .text(let text)): writer.string(text)
        case (.onlyText, .texts(let texts)): writer.string(texts.first ?? "")
        case (.unixSeconds, .time(let time)): writer.integer(time.seconds)
        case (.text, _), (.onlyText, _): writer.string("")
        case (.unixSeconds, _): writer.integer(0)
        }
    }
}
