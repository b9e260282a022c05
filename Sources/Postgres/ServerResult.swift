// One `PGresult`, freed exactly once.

internal import CLibPQ

/// A result as libpq holds it, until what is needed has been copied out.
struct ServerResult: ~Copyable {
    /// What a result is, in the terms that the state machines use.
    enum Kind: Equatable {
        case rows
        case failure
        case aborted
        case synchronized
        /// `COPY` and whatever else Postern never asks for.
        case unexpected
    }

    private let pointer: OpaquePointer

    /// Takes over a result that `PQgetResult` returned.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    // SAFETY: the pointer came from `PQgetResult`, belongs to this value and is cleared only here.
    deinit {
        PQclear(pointer)
    }

    var kind: Kind {
        switch PQresultStatus(pointer) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .rows
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: .failure
        case PGRES_PIPELINE_ABORTED: .aborted
        case PGRES_PIPELINE_SYNC: .synchronized
        default: .unexpected
        }
    }

    /// The error that this result is, or nil when it is libpq's own word that the connection broke.
    func serverError() -> PostgresError? {
        guard let state = field(Self.sqlState) else { return nil }
        let severity = field(Self.severity)
        guard severity == "ERROR" else { return nil }
        return PostgresError(
            .server(SQLState(rawValue: state)),
            constraint: field(Self.constraint),
            column: field(Self.column),
            detail: message)
    }

    /// What the server or libpq says, in one line.
    var message: String {
        guard let text = PQresultErrorMessage(pointer) else { return "" }
        return singleLine(text)
    }

    private func field(_ code: CInt) -> String? {
        PQresultErrorField(pointer, code).map { String(cString: $0) }
    }

    /// Copies all cells; nil when they are more than `Rows.bytesMax`.
    func rows(knownAs known: Columns?) -> Rows? {
        let rowCount = Int(PQntuples(pointer))
        let affected = affectedCount
        guard PQnfields(pointer) > 0 else { return Rows(count: rowCount, affected: affected) }
        let columns = known.flatMap { matches($0) ? $0 : nil } ?? readColumns()
        guard (rowCount * columns.count + 1) * 4 <= Rows.bytesMax else { return nil }
        var end = 0
        let starts = [Int32](capacity: rowCount * columns.count + 1) { starts in
            for row in 0..<CInt(rowCount) {
                for column in 0..<CInt(columns.count) {
                    let length = Int(PQgetlength(pointer, row, column))
                    let isNull = length == 0 && PQgetisnull(pointer, row, column) != 0
                    starts.append(Int32(truncatingIfNeeded: end) | (isNull ? .min : 0))
                    end += length
                }
            }
            starts.append(Int32(truncatingIfNeeded: end))
        }
        guard starts.count * 4 + end <= Rows.bytesMax else { return nil }
        // SAFETY: `copyCells` initializes every cell: all the bytes that are counted.
        let bytes = [UInt8](unsafeUninitializedCapacity: end) { buffer, count in
            copyCells(columns.count, starts.span, into: UnsafeMutableRawBufferPointer(buffer))
            count = end
        }
        return Rows(
            count: rowCount, affected: affected, columns: columns, starts: starts, bytes: bytes)
    }

    private func copyCells(
        _ columnCount: Int, _ starts: Span<Int32>, into buffer: UnsafeMutableRawBufferPointer
    ) {
        guard var target = buffer.baseAddress else { return }
        var row: CInt = 0
        var column: CInt = 0
        for index in 0..<starts.count - 1 {
            let length = Int((starts[index + 1] & Int32.max) - (starts[index] & Int32.max))
            if length > 0 {
                guard let value = PQgetvalue(pointer, row, column) else {
                    preconditionFailure("a result with a cell that has a length and no value")
                }
                // SAFETY: libpq lends as many bytes at `value` as it said the cell has, and the
                // buffer has room for all cells.
                target.copyMemory(from: value, byteCount: length)
                target += length
            }
            column += 1
            if Int(column) == columnCount {
                column = 0
                row += 1
            }
        }
    }

    private func matches(_ columns: Columns) -> Bool {
        guard columns.count == Int(PQnfields(pointer)) else { return false }
        for column in 0..<columns.count
        where PQftype(pointer, CInt(column)) != columns.types[column] { return false }
        return true
    }

    private func readColumns() -> Columns {
        let all = 0..<PQnfields(pointer)
        return Columns(
            names: all.map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" },
            types: all.map { PQftype(pointer, $0) })
    }

    private var affectedCount: Int {
        // SAFETY: libpq's text ends in NUL and lives as long as the result.
        guard var digit = UnsafePointer(PQcmdTuples(pointer)) else { return 0 }
        var value = 0
        while digit.pointee >= 48, digit.pointee <= 57 {
            value = value &* 10 &+ Int(digit.pointee - 48)
            digit += 1
        }
        return value
    }

    // The error fields' codes, which libpq's header spells as character literals.
    private static let severity = CInt(UInt8(ascii: "V"))
    private static let sqlState = CInt(UInt8(ascii: "C"))
    private static let constraint = CInt(UInt8(ascii: "n"))
    private static let column = CInt(UInt8(ascii: "c"))
}

// SAFETY: libpq's messages end in NUL, and are copied here.
/// Makes a message of several lines fit for a log's line.
func singleLine(_ text: UnsafePointer<CChar>) -> String {
    String(cString: text).split(separator: "\n").joined(separator: " ")
}
