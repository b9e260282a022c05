// From the server's binary formats to Swift's types.

internal import CLibPQ

extension Rows {
    /// The cell of a `text`, `varchar`, `char`, `name`, `json`, `jsonb` or enumeration column.
    public func text(_ row: Int, _ column: Int) -> String {
        let type = columns.types[column]
        guard type >= Rows.firstOwnTypeID || Rows.textTypes.contains(type) else {
            refuse(column, "text")
        }
        return string(content(row, column, of: type))
    }

    /// The cell of an `int2`, `int4`, `int8` or `oid` column.
    public func integer(_ row: Int, _ column: Int) -> Int64 {
        let start = range(row, column).lowerBound
        switch columns.types[column] {
        case TypeID.integer64: return load(start, as: Int64.self)
        case TypeID.integer32: return Int64(load(start, as: Int32.self))
        case TypeID.integer16: return Int64(load(start, as: Int16.self))
        case TypeID.objectID: return Int64(load(start, as: UInt32.self))
        default: refuse(column, "integer")
        }
    }

    /// The cell of a `bool` column.
    public func boolean(_ row: Int, _ column: Int) -> Bool {
        guard columns.types[column] == TypeID.boolean else { refuse(column, "boolean") }
        return storage[range(row, column).lowerBound] != 0
    }

    /// The cell of a `bytea` column.
    public func bytes(_ row: Int, _ column: Int) -> [UInt8] {
        guard columns.types[column] == TypeID.bytes else { refuse(column, "bytes") }
        return Array(storage[range(row, column)])
    }

    /// The cell of a `json` or `jsonb` column as JSON text in UTF-8.
    public func json(_ row: Int, _ column: Int) -> [UInt8] {
        let type = columns.types[column]
        guard type == TypeID.json || type == TypeID.binaryJSON else { refuse(column, "json") }
        return Array(storage[content(row, column, of: type)])
    }

    /// The cell of a `timestamptz` column, in microseconds since 1970-01-01 00:00 UTC.
    ///
    /// The server's infinities are the largest and the smallest number.
    public func time(_ row: Int, _ column: Int) -> Int64 {
        guard columns.types[column] == TypeID.time else { refuse(column, "time") }
        return ServerTime.decode(load(range(row, column).lowerBound, as: Int64.self))
    }

    /// The cell of a `text[]` or `varchar[]` column of one dimension; NULL elements are left out.
    public func texts(_ row: Int, _ column: Int) -> [String] {
        let type = columns.types[column]
        guard type == TypeID.textArray || type == TypeID.varyingTextArray else {
            refuse(column, "texts")
        }
        return elements(row, column).map(string)
    }

    /// The cell of an `int8[]` column of one dimension; NULL elements are left out.
    public func integers(_ row: Int, _ column: Int) -> [Int64] {
        guard columns.types[column] == TypeID.integer64Array else { refuse(column, "integers") }
        return elements(row, column).map { load($0.lowerBound, as: Int64.self) }
    }

    /// The same as `text`, or nil for NULL.
    public func optionalText(_ row: Int, _ column: Int) -> String? {
        isNull(row, column) ? nil : text(row, column)
    }

    /// The same as `integer`, or nil for NULL.
    public func optionalInteger(_ row: Int, _ column: Int) -> Int64? {
        isNull(row, column) ? nil : integer(row, column)
    }

    /// The same as `boolean`, or nil for NULL.
    public func optionalBoolean(_ row: Int, _ column: Int) -> Bool? {
        isNull(row, column) ? nil : boolean(row, column)
    }

    /// The same as `time`, or nil for NULL.
    public func optionalTime(_ row: Int, _ column: Int) -> Int64? {
        isNull(row, column) ? nil : time(row, column)
    }
}

extension Rows {
    /// Types that a database's users have made begin here; enumerations are sent as text.
    private static let firstOwnTypeID: Oid = 16_384

    private static let textTypes: [Oid] = [
        TypeID.text, TypeID.varyingText, TypeID.paddedText, TypeID.name, TypeID.character,
        TypeID.unknown, TypeID.json, TypeID.binaryJSON,
    ]

    /// The cell without the version byte that precedes `jsonb`.
    private func content(_ row: Int, _ column: Int, of type: Oid) -> Range<Int> {
        let range = range(row, column)
        guard type == TypeID.binaryJSON, !range.isEmpty else { return range }
        return range.lowerBound + 1..<range.upperBound
    }

    private func string(_ range: Range<Int>) -> String {
        storage.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
    }

    private func load<Integer: FixedWidthInteger>(_ start: Int, as: Integer.Type) -> Integer {
        precondition(start + MemoryLayout<Integer>.size <= storage.count, "a cell is too short")
        // SAFETY: within the array, and integers may be loaded from any address.
        return storage.withUnsafeBytes {
            Integer(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: Integer.self))
        }
    }

    /// Where the elements of an array are: dimensions, flags, type, then per dimension size and
    /// first index, then each element's length (-1 for NULL) and bytes.
    private func elements(_ row: Int, _ column: Int) -> [Range<Int>] {
        let cell = range(row, column)
        guard cell.count >= 20, load(cell.lowerBound, as: Int32.self) == 1 else { return [] }
        let elementCount = Int(load(cell.lowerBound + 12, as: Int32.self))
        var result: [Range<Int>] = []
        result.reserveCapacity(min(elementCount, cell.count / 4))
        var position = cell.lowerBound + 20
        while position + 4 <= cell.upperBound {
            let length = Int(load(position, as: Int32.self))
            position += 4
            guard length >= 0 else { continue }
            guard position + length <= cell.upperBound else { break }
            result.append(position..<position + length)
            position += length
        }
        return result
    }

    private func refuse(_ column: Int, _ wanted: String) -> Never {
        preconditionFailure(
            "column \(columns.names[column]) of type \(columns.types[column]) read as \(wanted)")
    }
}
