// JSON → a record, as a projection says, with the first mistake named.

public import Domain
public import JSONWire

extension Projection {
    /// Reads a whole new state: every writable member counts, a missing or null one as empty.
    ///
    /// Members that are not the dialect's are ignored, as are those that a request cannot set.
    /// Throws for the first value of the wrong JSON type, then for the first broken rule.
    public func wholeRecord(from object: JSONObject) throws(APIError) -> Record {
        var record = Record(of: resource)
        for member in members where member.isWritable {
            record.set(try value(of: member, in: object), at: member.ordinal)
        }
        for member in members where member.isWritable {
            try Self.check(record[ordinal: member.ordinal] ?? .null, member.rules, of: member.name)
        }
        return record
    }

    /// Throws `.badRequest` with the member's wire name for the first rule that a value breaks.
    static func check(_ value: Value, _ rules: [Rule], of name: String) throws(APIError) {
        for rule in rules {
            if let complaint = rule.complaint(about: value) {
                throw .invalid(name, complaint)
            }
        }
    }

    private func value(of member: Member, in object: JSONObject) throws(APIError) -> Value {
        let json = object[member.name] ?? .null
        switch member.form {
        case .text:
            return .text(try text(json, of: member))
        case .onlyText:
            let text = try text(json, of: member)
            return .texts(text.isEmpty ? [] : [text])
        case .unixSeconds:
            guard let seconds = json.integer, let time = Timestamp(seconds: seconds) else {
                throw .invalid(member.name, "must be a number of seconds")
            }
            return .time(time)
        }
    }

    private func text(_ json: JSON, of member: Member) throws(APIError) -> String {
        if json.isNull { return "" }
        guard let text = json.string else { throw .invalid(member.name, "must be a string") }
        return text
    }
}
