// Sets of fields, records and rows, against plain collections.

import Domain
import Testing

@Suite struct RecordTests {
    private enum Thing {
        static let id = Field<String>("id")
        static let names = Field<[String]>("names")
        static let size = Field<Int64>("size")
        static let made = Field<Timestamp>("made")
        static let isOpen = Field<Bool>("open")
    }

    private static let things = Resource(
        "thing", table: "thing", key: Thing.id, version: Thing.size, access: .app,
        orders: [.descending(Thing.made)],
        fields: [Thing.id, Thing.names, Thing.size, Thing.made, Thing.isOpen])

    @Test(
        "a set of fields is a set of places, in order",
        arguments: [[], [0], [127], [5, 3, 3, 1], Array(0..<128), [126, 0, 64, 63, 65]])
    func fieldSet(ordinals: [Int]) {
        let set = FieldSet(ordinals)
        let sorted = Set(ordinals).sorted()
        #expect(set.ordinals == sorted)
        #expect(set.count == sorted.count)
        for ordinal in 0..<FieldSet.capacity {
            #expect(set.contains(ordinal) == sorted.contains(ordinal))
            #expect(set.position(of: ordinal) == sorted.count { $0 < ordinal })
        }
        #expect(set == FieldSet(ordinals.reversed()))
    }

    @Test("a record gives back what it was given, whatever the order")
    func record() {
        var record = Record(of: Self.things)
        #expect(record[Thing.id] == nil)
        record[Thing.isOpen] = true
        record[Thing.id] = "a"
        record[Thing.made] = Timestamp(microseconds: 5)
        record[Thing.names] = ["b", "c"]
        #expect(record[Thing.id] == "a")
        #expect(record[Thing.names] == ["b", "c"])
        #expect(record[Thing.made] == Timestamp(microseconds: 5))
        #expect(record[Thing.isOpen] == true)
        #expect(record[Thing.size] == nil)
        #expect(record.fields.ordinals == [0, 1, 3, 4])
        #expect(
            record.orderedValues == [
                .text("a"), .texts(["b", "c"]), .time(Timestamp(microseconds: 5)), .boolean(true),
            ])
        record[Thing.names] = []
        #expect(record.orderedValues[1] == .texts([]))
        #expect(record.fields.count == 4)
    }

    @Test("a field set to nothing is held as null, and is not a field that is not held")
    func null() {
        var record = Record(of: Self.things)
        record[Thing.id] = nil
        #expect(record.fields.ordinals == [0])
        #expect(record[ordinal: 0] == .null)
        #expect(record[ordinal: 1] == nil)
        #expect(record[Thing.id] == nil)
    }

    @Test("rows are found by row and position")
    func records() {
        let values = (0..<6).map { Value.integer(Int64($0)) }
        let records = Records(fields: FieldSet([0, 2, 4]), count: 2, values: values)
        #expect(
            (0..<2).map { row in (0..<3).map { records[row, $0] } }.joined().elementsEqual(values))
        #expect(Records(fields: .none, count: 3, values: []).count == 3)
    }

    @Test("a field of the resource has its place there")
    func ordinals() {
        #expect(Self.things.ordinal(of: Thing.made) == 3)
        #expect(Self.things.keyOrder.field == 0)
        #expect(Self.things.orders[0].field == 3)
        #expect(Self.things.version == 2)
    }
}
