public import JSONWire

/// What one field of one row holds.
public enum Value: Sendable, Hashable {
    /// Nothing is stored.
    case null
    /// UTF-8 text.
    case text(String)
    /// An ordered list of texts.
    case texts([String])
    /// A whole number.
    case integer(Int64)
    /// A truth value.
    case boolean(Bool)
    /// A moment.
    case time(Timestamp)
    /// A JSON value kept as it was given.
    case json(JSON)
    /// A text that is only ever kept as a hash.
    case secret(Secret)
}

/// The kinds of value that a field can be declared to hold.
public enum ValueKind: Sendable, Hashable {
    case text, texts, integer, boolean, time, json, secret
}

/// A Swift type that a field can hold; the conformances below are all there are.
public protocol StoredValue: Sendable {
    /// The kind of value in a row.
    static var kind: ValueKind { get }
    /// Reads the row's value; nil where it is null or of another kind.
    init?(_ value: Value)
    /// The row's value.
    var value: Value { get }
}

extension String: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .text }
    /// Reads a stored value of this kind.
    public init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
    /// The value as it is stored.
    public var value: Value { .text(self) }
}

extension [String]: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .texts }
    /// Reads a stored value of this kind.
    public init?(_ value: Value) {
        guard case .texts(let texts) = value else { return nil }
        self = texts
    }
    /// The value as it is stored.
    public var value: Value { .texts(self) }
}

extension Int64: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .integer }
    /// Reads a stored value of this kind.
    public init?(_ value: Value) {
        guard case .integer(let integer) = value else { return nil }
        self = integer
    }
    /// The value as it is stored.
    public var value: Value { .integer(self) }
}

extension Bool: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .boolean }
    /// Reads a stored value of this kind.
    public init?(_ value: Value) {
        guard case .boolean(let boolean) = value else { return nil }
        self = boolean
    }
    /// The value as it is stored.
    public var value: Value { .boolean(self) }
}

extension Timestamp: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .time }
    /// Reads a stored value of this kind.
    public init?(_ value: Value) {
        guard case .time(let time) = value else { return nil }
        self = time
    }
    /// The value as it is stored.
    public var value: Value { .time(self) }
}

extension JSON: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .json }
    /// Reads a stored value of this kind.
    public init?(_ value: Domain.Value) {
        guard case .json(let json) = value else { return nil }
        self = json
    }
    /// The value as it is stored.
    public var value: Domain.Value { .json(self) }
}

extension Secret: StoredValue {
    /// How its values are stored.
    public static var kind: ValueKind { .secret }
    /// Reads a value of this kind; none comes out of a row.
    public init?(_ value: Value) {
        guard case .secret(let secret) = value else { return nil }
        self = secret
    }
    /// The value on its way to being hashed.
    public var value: Value { .secret(self) }
}
