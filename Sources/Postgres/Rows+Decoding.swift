// From the server's binary formats to Swift's types.

internal import CLibPQ

extension Rows {
    /// The cell of a `text`, `varchar`, `char`, `name`, `json`, `jsonb` or enumeration column.
    public func text(_ row: Int, _ column: Int) -> String {
        string(content(range(row, column), of: textType(column)))
    }

    /// Lends the cell of a column that `text` reads; an empty text for NULL.
    public func withText(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        let type = textType(column)
        let range = optionalRange(row, column) ?? 0..<0
        body(bytes.span.extracting(content(range, of: type)))
    }

    /// The cell of an `int2`, `int4`, `int8` or `oid` column.
    public func integer(_ row: Int, _ column: Int) -> Int64 {
        let start = range(row, column).lowerBound
        switch columns.types[column] {
        case TypeID.integer64: return bytes.loadBigEndian(start)
        case TypeID.integer32: return Int64(bytes.loadBigEndian(start) as Int32)
        case TypeID.integer16: return Int64(bytes.loadBigEndian(start) as Int16)
        case TypeID.objectID: return Int64(bytes.loadBigEndian(start) as UInt32)
        default: refuse(column, "integer")
        }
    }

    /// The cell of a `bool` column.
    public func boolean(_ row: Int, _ column: Int) -> Bool {
        guard columns.types[column] == TypeID.boolean else { refuse(column, "boolean") }
        return bytes[range(row, column).lowerBound] != 0
    }

    /// The cell of a `bytea` column.
    public func bytes(_ row: Int, _ column: Int) -> [UInt8] {
        guard columns.types[column] == TypeID.bytes else { refuse(column, "bytes") }
        return Array(bytes[range(row, column)])
    }

    /// The cell of a `json` or `jsonb` column as JSON text in UTF-8.
    public func json(_ row: Int, _ column: Int) -> [UInt8] {
        let type = columns.types[column]
        guard type == TypeID.json || type == TypeID.binaryJSON else { refuse(column, "json") }
        return Array(bytes[content(range(row, column), of: type)])
    }

    /// The cell of a `timestamptz` column, in microseconds since 1970-01-01 00:00 UTC.
    ///
    /// The server's infinities are the largest and the smallest number.
    public func time(_ row: Int, _ column: Int) -> Int64 {
        guard columns.types[column] == TypeID.time else { refuse(column, "time") }
        return ServerTime.decode(bytes.loadBigEndian(range(row, column).lowerBound))
    }

    /// The cell of a `text[]` or `varchar[]` column of one dimension; NULL elements are left out.
    public func texts(_ row: Int, _ column: Int) -> [String] {
        elements(ofTexts: range(row, column), column).map(string)
    }

    /// Lends the first of the elements that `texts` reads; an empty text without one, and for NULL.
    public func withFirstText(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        var elements = elements(ofTexts: optionalRange(row, column) ?? 0..<0, column)
        body(bytes.span.extracting(elements.next() ?? 0..<0))
    }

    /// Lends each of the elements that `texts` reads, in turn; none for NULL.
    public func forEachText(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        for element in elements(ofTexts: optionalRange(row, column) ?? 0..<0, column) {
            body(bytes.span.extracting(element))
        }
    }

    /// The cell of an `int8[]` column of one dimension; NULL elements are left out.
    public func integers(_ row: Int, _ column: Int) -> [Int64] {
        guard columns.types[column] == TypeID.integer64Array else { refuse(column, "integers") }
        return ArrayElements(of: range(row, column), in: bytes).map {
            bytes.loadBigEndian($0.lowerBound)
        }
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

    /// The type of a column that is sent as text.
    private func textType(_ column: Int) -> Oid {
        let type = columns.types[column]
        switch type {
        case TypeID.text, TypeID.varyingText, TypeID.paddedText, TypeID.name, TypeID.character,
            TypeID.unknown, TypeID.json, TypeID.binaryJSON, Rows.firstOwnTypeID...:
            return type
        default: refuse(column, "text")
        }
    }

    /// The cell without the version byte that precedes `jsonb`.
    private func content(_ cell: Range<Int>, of type: Oid) -> Range<Int> {
        guard type == TypeID.binaryJSON, !cell.isEmpty else { return cell }
        return cell.lowerBound + 1..<cell.upperBound
    }

    private func elements(ofTexts cell: Range<Int>, _ column: Int) -> ArrayElements {
        switch columns.types[column] {
        case TypeID.textArray, TypeID.varyingTextArray: ArrayElements(of: cell, in: bytes)
        default: refuse(column, "texts")
        }
    }

    // SAFETY: lends bytes of the array for as long as the text is being copied.
    private func string(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
    }

    private func refuse(_ column: Int, _ wanted: String) -> Never {
        preconditionFailure(
            "column \(columns.names[column]) of type \(columns.types[column]) read as \(wanted)")
    }
}

extension [UInt8] {
    /// The integer that the server sent from here on.
    func loadBigEndian<Integer: FixedWidthInteger>(_ start: Int) -> Integer {
        precondition(start + MemoryLayout<Integer>.size <= count, "a cell is too short")
        // SAFETY: within the array, and integers may be loaded from any address.
        return withUnsafeBytes {
            Integer(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: Integer.self))
        }
    }
}
