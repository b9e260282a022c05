// JSON → a record, as a projection says, with the first mistake named.

public import Domain
public import JSONWire

extension Projection {
    /// Which members a request sets.
    public enum Extent: Sendable {
        /// Those of a new row.
        case creation
        /// Those of a row that exists, each of them.
        case replacement
        /// Those of a row that exists, as many as are sent: null, and an array or object without
        /// anything in it, are the same as nothing.
        case change
    }

    /// Reads a state, or what changes of one; of a state, a missing or null member is empty.
    ///
    /// Members that are not the dialect's are ignored, as are those that a request cannot set.
    /// Throws for the first value of the wrong JSON type, then for the first broken rule.
    public func record(
        from object: JSONObject, _ extent: Extent
    ) throws(APIError) -> Record {
        let sent =
            switch extent {
            case .creation: members.filter(\.isSentOnCreate)
            case .replacement: members.filter(\.isSentOnChange)
            case .change:
                members.filter { $0.isSentOnChange && !$0.isNothing(object[$0.name] ?? .null) }
            }
        var record = Record(of: resource)
        for member in sent {
            if let value = try member.value(of: object[member.name] ?? .null) {
                record.set(value, at: member.ordinal)
            }
        }
        for member in sent {
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
}

extension Member {
    /// Whether a change takes this for nothing; an empty text is one, but no secret.
    fileprivate func isNothing(_ json: JSON) -> Bool {
        switch json {
        case .null: true
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        case .string(let text): form == .secret && text.isEmpty
        case .boolean, .number: false
        }
    }

    /// The greatest power of ten in what is stored: `1e1000` has a thousand digits there.
    private static let exponentMax = 1_000

    /// Reads a value in the member's form; nil where the gateway is to make one.
    fileprivate func value(of json: JSON) throws(APIError) -> Value? {
        switch form {
        case .text:
            return .text(try text(json))
        case .optionalText:
            return json.isNull ? .null : .text(try text(json))
        case .madeText:
            let text = try text(json)
            return text.isEmpty ? nil : .text(text)
        case .onlyText:
            let text = try text(json)
            return .texts(text.isEmpty ? [] : [text])
        case .texts:
            return .texts(try texts(json))
        case .unixSeconds:
            guard let seconds = json.integer, let time = Timestamp(seconds: seconds) else {
                throw .unreadable(name, "must be a number of seconds")
            }
            return .time(time)
        case .localTime:
            return json.isNull ? .null : .time(try localTime(json))
        case .decimalText:
            guard let text = json.string, let integer = Int64(text) else {
                throw .unreadable(name, "must be a whole number in a string")
            }
            return .integer(integer)
        case .flag:
            return .boolean(try flag(json))
        case .constant:
            return .text(try constant(json))
        case .object:
            guard !json.isNull else { return .json(.object(JSONObject())) }
            guard json.object != nil else { throw .unreadable(name, "must be an object") }
            guard json.greatestExponent <= Self.exponentMax else {
                throw .invalid(name, "must hold no powers of ten beyond \(Self.exponentMax)")
            }
            return .json(json)
        case .secret:
            let text = try text(json)
            return text.isEmpty ? .null : .secret(Secret(text))
        }
    }

    private func text(_ json: JSON) throws(APIError) -> String {
        if json.isNull { return "" }
        guard let text = json.string else { throw .unreadable(name, "must be a string") }
        return text
    }

    private func texts(_ json: JSON) throws(APIError) -> [String] {
        if json.isNull { return [] }
        guard let texts = json.strings else {
            throw .unreadable(name, "must be an array of strings")
        }
        return texts.distinct
    }

    private func localTime(_ json: JSON) throws(APIError) -> Timestamp {
        guard let time = json.string.flatMap(LocalTime.moment) else {
            throw .unreadable(name, "must be a time like 2025-07-20 09:15:02, in UTC")
        }
        return time
    }

    private func flag(_ json: JSON) throws(APIError) -> Bool {
        if json.isNull { return true }
        switch json.boolean ?? json.string.flatMap({ Bool($0.lowercased()) }) {
        case let flag?: return flag
        case nil: throw .unreadable(name, "must be true or false")
        }
    }

    /// The letters of ASCII in upper case; nil where there are others.
    private static func inUpperCase(_ text: String) -> String? {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.uppercased() : nil
    }

    private func constant(_ json: JSON) throws(APIError) -> String {
        guard let constants else { preconditionFailure("\(name) declares no constants") }
        let word = json.object.map { $0["value"] ?? .null } ?? json
        if word.isNull { return constants.usual }
        guard let text = word.string.flatMap(Self.inUpperCase), constants.words.contains(text)
        else {
            let words = constants.words.joined(separator: ", ")
            throw .unreadable(name, "must be one of \(words)")
        }
        return text
    }
}
