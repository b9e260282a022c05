/// A JSON value: what a reader yields and a writer can write. Owns no bytes of the text it came
/// from.

/// A JSON value (RFC 8259 §3).
///
/// Two texts are equal as Swift compares strings; `JSONReader` and `JSONWriter` keep their code
/// units. Literals build values: `let value: JSON = ["client_name": "Shop", "redirect_uris": []]`.
public enum JSON: Sendable, Hashable {
    /// The literal `null`.
    case null
    /// The literal `true` or `false`.
    case boolean(Bool)
    /// A number with the digits it was written in.
    case number(JSONNumber)
    /// A text without escapes.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Members in order, each name once.
    case object(JSONObject)
}

extension JSON {
    /// A number that holds an integer.
    ///
    /// - Parameter value: any integer that fits 64 bits.
    /// - Returns: a `number` with the integer's decimal digits.
    public static func integer(_ value: Int64) -> JSON {
        .number(JSONNumber(value))
    }

    /// The greatest power of ten, positive or negative, that any number in the value names.
    ///
    /// Whoever writes numbers out, as PostgreSQL does, makes millions of digits of a few bytes.
    public var greatestExponent: Int {
        switch self {
        case .null, .boolean, .string: 0
        case .number(let number): number.exponentMagnitude
        case .array(let elements): elements.reduce(0) { max($0, $1.greatestExponent) }
        case .object(let object): object.reduce(0) { max($0, $1.value.greatestExponent) }
        }
    }

    /// Whether this is the literal `null`.
    public var isNull: Bool {
        self == .null
    }

    /// The truth value, or nil for a value of another kind.
    public var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The number, or nil for a value of another kind.
    public var number: JSONNumber? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The number's value, or nil where it is not an integer of 64 bits or a value of another kind.
    public var integer: Int64? {
        number?.integer
    }

    /// The finite number nearest to the text, or nil where there is none or a value of another
    /// kind.
    public var double: Double? {
        number?.double
    }

    /// The text, or nil for a value of another kind.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The elements, or nil for a value of another kind.
    public var array: [JSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The texts of an array that holds nothing else, or nil.
    public var strings: [String]? {
        guard let array else { return nil }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? texts : nil
    }

    /// The members, or nil for a value of another kind.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The value of an object's member, or nil where there is no such member or no object.
    public subscript(name: String) -> JSON? {
        object?[name]
    }

    /// An array's element, or nil where the index is outside it or there is no array.
    public subscript(index: Int) -> JSON? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// The value as compact JSON text in UTF-8.
    public var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.finish()
    }
}
