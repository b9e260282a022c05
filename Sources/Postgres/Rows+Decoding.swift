// From the server's binary formats to Swift's types.

internal import CLibPQ

extension Rows {
    /// The cell of a `text`, `varchar`, `char`, `name`, `json`, `jsonb` or enumeration column.
    public func text(_ row: Int, _ column: Int) -> String {
        let type = textType(column)
        return withCell(row, column) { $0.content(of: type).string }
    }

    /// Lends the cell of a column that `text` reads; an empty text for NULL.
    public func withText(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        let type = textType(column)
        withOptionalCell(row, column) { body(($0 ?? .empty).content(of: type).span) }
    }

    /// Lends the cell of a column that `text` reads, and nothing for NULL.
    public func withTextIfAny(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        let type = textType(column)
        withOptionalCell(row, column) { cell in
            if let cell { body(cell.content(of: type).span) }
        }
    }

    /// The cell of an `int2`, `int4`, `int8` or `oid` column.
    public func integer(_ row: Int, _ column: Int) -> Int64 {
        withCell(row, column) { cell in
            switch columns.types[column] {
            case TypeID.integer64: cell.loadBigEndian(0)
            case TypeID.integer32: Int64(cell.loadBigEndian(0) as Int32)
            case TypeID.integer16: Int64(cell.loadBigEndian(0) as Int16)
            case TypeID.objectID: Int64(cell.loadBigEndian(0) as UInt32)
            default: refuse(column, "integer")
            }
        }
    }

    /// The cell of a `bool` column.
    public func boolean(_ row: Int, _ column: Int) -> Bool {
        guard columns.types[column] == TypeID.boolean else { refuse(column, "boolean") }
        return withCell(row, column) { $0.loadBigEndian(0) as UInt8 != 0 }
    }

    /// The cell of a `bytea` column.
    public func bytes(_ row: Int, _ column: Int) -> [UInt8] {
        guard columns.types[column] == TypeID.bytes else { refuse(column, "bytes") }
        return withCell(row, column) { Array($0) }
    }

    /// The cell of a `json` or `jsonb` column as JSON text in UTF-8.
    public func json(_ row: Int, _ column: Int) -> [UInt8] {
        let type = columns.types[column]
        guard type == TypeID.json || type == TypeID.binaryJSON else { refuse(column, "json") }
        return withCell(row, column) { Array($0.content(of: type)) }
    }

    /// The cell of a `timestamptz` column, in microseconds since 1970-01-01 00:00 UTC.
    ///
    /// The server's infinities are the largest and the smallest number.
    public func time(_ row: Int, _ column: Int) -> Int64 {
        guard columns.types[column] == TypeID.time else { refuse(column, "time") }
        return withCell(row, column) { ServerTime.decode($0.loadBigEndian(0)) }
    }

    /// The cell of a `text[]` or `varchar[]` column of one dimension; NULL elements are left out.
    public func texts(_ row: Int, _ column: Int) -> [String] {
        requireTexts(column)
        return withCell(row, column) { ArrayElements(of: $0).map(\.string) }
    }

    /// Lends the first of the elements that `texts` reads; an empty text without one, and for NULL.
    public func withFirstText(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        requireTexts(column)
        withOptionalCell(row, column) { cell in
            var elements = ArrayElements(of: cell ?? .empty)
            body((elements.next() ?? .empty).span)
        }
    }

    /// Lends each of the elements that `texts` reads, in turn; none for NULL.
    public func forEachText(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        requireTexts(column)
        withOptionalCell(row, column) { cell in
            for element in ArrayElements(of: cell ?? .empty) { body(element.span) }
        }
    }

    /// The cell of an `int8[]` column of one dimension; NULL elements are left out.
    public func integers(_ row: Int, _ column: Int) -> [Int64] {
        guard columns.types[column] == TypeID.integer64Array else { refuse(column, "integers") }
        return withCell(row, column) { ArrayElements(of: $0).map { $0.loadBigEndian(0) } }
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
        guard columns.types[column] == TypeID.time else { refuse(column, "time") }
        return withOptionalCell(row, column) { cell in
            cell.map { ServerTime.decode($0.loadBigEndian(0)) }
        }
    }
}

extension Rows {
    /// Types that a database's users have made begin here; enumerations are sent as text.
    private static let firstOwnTypeID: Oid = 16_384

    /// The type of a column that is sent as text.
    @inline(__always)
    private func textType(_ column: Int) -> Oid {
        let type = columns.types[column]
        switch type {
        case TypeID.text, TypeID.varyingText, TypeID.paddedText, TypeID.name, TypeID.character,
            TypeID.unknown, TypeID.json, TypeID.binaryJSON, Rows.firstOwnTypeID...:
            return type
        default: refuse(column, "text")
        }
    }

    private func requireTexts(_ column: Int) {
        switch columns.types[column] {
        case TypeID.textArray, TypeID.varyingTextArray: break
        default: refuse(column, "texts")
        }
    }

    private func refuse(_ column: Int, _ wanted: String) -> Never {
        preconditionFailure(
            "column \(columns.names[column]) of type \(columns.types[column]) read as \(wanted)")
    }
}

// SAFETY: what is done with a cell here is done while its result lives; nothing keeps it.
extension ServerResult.Cell {
    /// A cell without bytes.
    fileprivate static var empty: Self { Self(start: nil, count: 0) }

    /// The cell without the version byte that precedes `jsonb`.
    fileprivate func content(of type: Oid) -> Self {
        guard type == TypeID.binaryJSON, !isEmpty else { return self }
        return Self(rebasing: dropFirst())
    }

    fileprivate var string: String { String(decoding: self, as: UTF8.self) }

    /// The integer that the server sent from here on.
    func loadBigEndian<Integer: FixedWidthInteger>(_ start: Int) -> Integer {
        precondition(start + MemoryLayout<Integer>.size <= count, "a cell is too short")
        // SAFETY: within the cell, and integers may be loaded from any address.
        return Integer(
            bigEndian: UnsafeRawBufferPointer(self).loadUnaligned(
                fromByteOffset: start, as: Integer.self))
    }
}
