// A received head's fields: the head's octets once, and where each name and value lies in them.
// Text is made only of what is asked for; most fields of most requests are never looked at.

/// The fields of a request in the order they came; names are found in any case.
public struct Fields: Sendable {
    /// Where one field lies in the head.
    struct Entry: Sendable {
        let name: OctetRange
        let value: OctetRange
    }

    let head: [UInt8]
    let entries: [Entry]

    /// The number of field lines.
    public var count: Int { entries.count }

    /// Returns the name of the field line at `index`, as it was spelled.
    public func name(at index: Int) -> String { text(entries[index].name) }

    /// Returns the value of the field line at `index`, without white space at its ends.
    public func value(at index: Int) -> String { text(entries[index].value) }

    /// The value of the first field line of that name; nil where there is none.
    ///
    /// Octets that are not UTF-8 become U+FFFD. What must not be repeated is asked for with
    /// `count(of:)` as well: the decoder only refuses repeats of what frames the message.
    public subscript(name: FieldName) -> String? {
        firstIndex(of: name).map { text(entries[$0].value) }
    }

    /// Returns the values of all field lines of that name, in order.
    public func values(of name: FieldName) -> [String] {
        entries.filter { matches($0, name) }.map { text($0.value) }
    }

    /// Returns how many field lines have that name.
    public func count(of name: FieldName) -> Int {
        var count = 0
        for entry in entries where matches(entry, name) { count += 1 }
        return count
    }

    /// Lends the octets of the first value of that name; nil where there is none.
    public func withValue<Result, Failure: Error>(
        of name: FieldName, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let index = firstIndex(of: name) else { return nil }
        return try body(head.span.extracting(entries[index].value.range))
    }

    private func firstIndex(of name: FieldName) -> Int? {
        for index in entries.indices where matches(entries[index], name) { return index }
        return nil
    }

    private func matches(_ entry: Entry, _ name: FieldName) -> Bool {
        guard entry.name.count == name.folded.count else { return false }
        return head.span.extracting(entry.name.range).equalsIgnoringCase(name.folded)
    }

    private func text(_ range: OctetRange) -> String {
        String(repairing: head.span.extracting(range.range))
    }
}
