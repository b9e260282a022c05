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
}

/// The kinds of value that a field can be declared to hold.
public enum ValueKind: Sendable, Hashable {
    case text, texts, integer, boolean, time, json
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
    public static var kind: ValueKind { .text }
    public init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
    public var value: Value { .text(self) }
}

extension [String]: StoredValue {
    public static var kind: ValueKind { .texts }
    public init?(_ value: Value) {
        guard case .texts(let texts) = value else { return nil }
        self = texts
    }
    public var value: Value { .texts(self) }
}

extension Int64: StoredValue {
    public static var kind: ValueKind { .integer }
    public init?(_ value: Value) {
        guard case .integer(let integer) = value else { return nil }
        self = integer
    }
    public var value: Value { .integer(self) }
}

extension Bool: StoredValue {
    public static var kind: ValueKind { .boolean }
    public init?(_ value: Value) {
        guard case .boolean(let boolean) = value else { return nil }
        self = boolean
    }
    public var value: Value { .boolean(self) }
}

extension Timestamp: StoredValue {
    public static var kind: ValueKind { .time }
    public init?(_ value: Value) {
        guard case .time(let time) = value else { return nil }
        self = time
    }
    public var value: Value { .time(self) }
}

extension JSON: StoredValue {
    public static var kind: ValueKind { .json }
    public init?(_ value: Domain.Value) {
        guard case .json(let json) = value else { return nil }
        self = json
    }
    public var value: Domain.Value { .json(self) }
}
