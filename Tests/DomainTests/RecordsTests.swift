// The rows of an answer over plain values: what is lent is what the values say.

import Domain
import Testing

@Suite struct RecordsTests {
    private static let moment = Timestamp(microseconds: 5)
    private static let cells: [Value] = [
        .text("é\0🙂"), .texts(["b", "c"]), .time(moment), .null,
    ]

    private func records(_ values: [Value]) -> Records {
        Records(fields: FieldSet(values.indices), count: 1, values: values)
    }

    private func text(_ records: Records, _ position: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        records.withText(0, position) { text in
            for index in text.indices { bytes.append(text[index]) }
        }
        return bytes
    }

    private func firstText(_ records: Records, _ position: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        records.withFirstText(0, position) { text in
            for index in text.indices { bytes.append(text[index]) }
        }
        return bytes
    }

    @Test("a cell is lent as what it holds")
    func lent() {
        let records = records(Self.cells)
        #expect(text(records, 0) == Array("é\0🙂".utf8))
        #expect(firstText(records, 1) == Array("b".utf8))
        #expect(records.time(0, 2) == Self.moment)
    }

    @Test("where nothing is stored an empty text is lent, and there is no moment")
    func nothing() {
        let records = records([.null, .texts([]), .text("")])
        for position in 0..<3 {
            #expect(text(records, position) == [])
            #expect(firstText(records, position) == [])
            #expect(records.time(0, position) == nil)
        }
    }

    @Test("every cell is there by value, too")
    func values() {
        let records = records(Self.cells)
        #expect(Self.cells.indices.map { records[0, $0] } == Self.cells)
    }
}
