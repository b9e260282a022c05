// One `PGresult`, freed exactly once.

internal import CLibPQ

/// A result as libpq holds it, with the cells in its memory.
// SAFETY: libpq does not change a result once it has handed it over, so any thread may read it.
struct ServerResult: ~Copyable, @unchecked Sendable {
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

    /// The result as rows; nil when libpq holds more for it than `Rows.bytesMax`.
    consuming func rows(knownAs known: Columns?) -> Rows? {
        let count = Int(PQntuples(pointer))
        let affected = affectedCount
        guard PQnfields(pointer) > 0 else { return Rows(count: count, affected: affected) }
        guard PQresultMemorySize(pointer) <= Rows.bytesMax else { return nil }
        let columns = known.flatMap { matches($0) ? $0 : nil } ?? readColumns()
        return Rows(count: count, affected: affected, columns: columns, result: self)
    }

    /// A cell's bytes, for as long as the result lives.
    typealias Cell = UnsafeBufferPointer<UInt8>

    /// The cell, which must exist; nil for NULL.
    @inline(__always)
    func cell(_ row: Int, _ column: Int) -> Cell? {
        let (row, column) = (CInt(truncatingIfNeeded: row), CInt(truncatingIfNeeded: column))
        let length = Int(PQgetlength(pointer, row, column))
        if length == 0, PQgetisnull(pointer, row, column) != 0 { return nil }
        // SAFETY: libpq lends as many bytes there as it said the cell has.
        return PQgetvalue(pointer, row, column)?.withMemoryRebound(to: UInt8.self, capacity: length)
        { Cell(start: $0, count: length) }
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
