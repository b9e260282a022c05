/// Values to JSON text, straight into bytes: answers are written without building a tree first.

/// Appends compact JSON text (RFC 8259) to bytes, and places the commas.
///
/// The caller opens and closes what it writes, and gives every member its key; debug builds check
/// it.
///
/// ```swift
/// var writer = JSONWriter(capacity: 4096)
/// writer.beginObject()
/// writer.key(clientID)
/// writer.string(client.id)
/// writer.endObject()
/// return writer.finish()
/// ```
public struct JSONWriter: Sendable {
    /// The text so far, and room for more after its end.
    ///
    /// Room is filled ahead of time: to overwrite it a word at a time is far cheaper than to
    /// append byte by byte.
    var room: [UInt8]
    /// The number of bytes written so far.
    public internal(set) var count: Int
    /// Whether the next key or element follows another one in its container.
    var needsComma = false
    /// How many objects and arrays are open.
    private var depth = 0

    /// A writer with nothing written.
    ///
    /// - Parameter capacity: the bytes to have room for at once; more room is made as it is needed.
    public init(capacity: Int = 256) {
        room = Array(repeating: 0, count: capacity)
        count = 0
    }

    /// A writer that continues after bytes that are already there.
    ///
    /// - Parameter bytes: what precedes the JSON text; it is given away, so nothing is copied.
    public init(appendingTo bytes: consuming [UInt8]) {
        count = bytes.count
        room = bytes
    }

    /// The text, with whatever it was appended to.
    ///
    /// Every object and array must have ended.
    public consuming func finish() -> [UInt8] {
        precondition(depth == 0, "JSON text with \(depth) open containers")
        room.removeLast(room.count - count)
        return room
    }

    /// Begins an object.
    public mutating func beginObject() {
        begin(.objectStart)
    }

    /// Ends the object that was begun last.
    public mutating func endObject() {
        end(.objectEnd)
    }

    /// Begins an array.
    public mutating func beginArray() {
        begin(.arrayStart)
    }

    /// Ends the array that was begun last.
    public mutating func endArray() {
        end(.arrayEnd)
    }

    /// Writes a member's name; its value comes next.
    public mutating func key(_ key: JSONKey) {
        append(key.commaNameColon.span.extracting((needsComma ? 0 : 1)...))
        needsComma = false
    }

    /// Writes a member's name that is not known before; its value comes next.
    public mutating func key(_ name: String) {
        string(name)
        append(.colon)
        needsComma = false
    }

    /// Writes `true` or `false`.
    public mutating func boolean(_ value: Bool) {
        beginValue()
        append(value ? Self.trueBytes.span : Self.falseBytes.span)
    }

    /// Writes `null`.
    public mutating func null() {
        beginValue()
        append(Self.nullBytes.span)
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int64) {
        beginValue()
        appendDecimal(value)
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int) {
        integer(Int64(value))
    }

    /// Writes a number with the digits it holds.
    public mutating func number(_ value: JSONNumber) {
        beginValue()
        append(value.text.utf8Span.span)
    }

    /// Writes JSON text as it is, such as a `jsonb` column's: the caller vouches for it.
    public mutating func raw(_ text: some Collection<UInt8>) {
        beginValue()
        append(Array(text).span)
    }

    /// Writes JSON text as it is, such as a `jsonb` column's: the caller vouches for it.
    public mutating func raw(_ text: Span<UInt8>) {
        beginValue()
        append(text)
    }

    /// Writes a value and all that it contains.
    public mutating func write(_ value: JSON) {
        switch value {
        case .null: null()
        case .boolean(let value): boolean(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements {
                write(element)
            }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.name)
                write(member.value)
            }
            endObject()
        }
    }

    /// Places the comma before a value; what follows it needs one.
    mutating func beginValue() {
        if needsComma {
            append(.comma)
        }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        beginValue()
        append(bracket)
        needsComma = false
        depth += 1
    }

    private mutating func end(_ bracket: UInt8) {
        assert(depth > 0, "JSON text ends a container that is not open")
        assert(count == 0 || room[count - 1] != .colon, "JSON text ends an object after a key")
        append(bracket)
        needsComma = true
        depth -= 1
    }

    private static let trueBytes = Array("true".utf8)
    private static let falseBytes = Array("false".utf8)
    private static let nullBytes = Array("null".utf8)
}
