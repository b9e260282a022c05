/// What names one row: the value of each of its resource's keys.
public struct RowKeys: Sendable, Hashable {
    private let texts: [Int: String]
    /// The value of the resource's own key.
    public let key: String

    /// Takes the keys out of a record that holds them all.
    public init(of record: Record) {
        self.init(of: record.resource) { place in
            record[ordinal: place].flatMap(String.init) ?? ""
        }
    }

    /// Asks for the key at each place of the resource that has one.
    public init(of resource: Resource, _ text: (Int) -> String) {
        var texts: [Int: String] = [:]
        for place in resource.keys { texts[place] = text(place) }
        self.texts = texts
        key = texts[resource.key] ?? ""
    }

    /// The key at a place of the resource; empty where that place holds none.
    public subscript(place: Int) -> String { texts[place] ?? "" }
}
