/// Swift literals as JSON values, for tests and for documents that the program builds itself.

extension JSON: ExpressibleByNilLiteral {
    /// `null`.
    public init(nilLiteral: ()) {
        self = .null
    }
}

extension JSON: ExpressibleByBooleanLiteral {
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) {
        self = .boolean(value)
    }
}

extension JSON: ExpressibleByIntegerLiteral {
    /// A number without fraction.
    public init(integerLiteral value: Int64) {
        self = .number(JSONNumber(value))
    }
}

extension JSON: ExpressibleByFloatLiteral {
    /// A number, written as Swift writes it.
    public init(floatLiteral value: Double) {
        guard let number = JSONNumber(value) else {
            preconditionFailure("a literal without a finite value: \(value)")
        }
        self = .number(number)
    }
}

extension JSON: ExpressibleByStringInterpolation {
    /// A text.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension JSON: ExpressibleByArrayLiteral {
    /// The elements in order.
    public init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// The members in order; a name may stand once.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(literal: elements))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in order; a name may stand once.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(literal: elements)
    }

    fileprivate init(literal elements: [(String, JSON)]) {
        self.init()
        for (name, value) in elements {
            guard append(name, value) else {
                preconditionFailure("a literal with the name \(name) twice")
            }
        }
    }
}
