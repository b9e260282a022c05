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
        let cellCount = rowCount * columns.count
        // What libpq has allocated for the result holds all cells and more.
        let bytesMax = PQresultMemorySize(pointer)
        guard (cellCount + 1) * 4 + bytesMax <= Rows.bytesMax else { return nil }
        var starts = [Int32](repeating: 0, count: cellCount + 1)
        // SAFETY: `copyCells` initializes as many bytes as it says.
        let bytes = [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, count in
            var cells = starts.mutableSpan
            count = copyCells(
                rowCount, columns.count, &cells, UnsafeMutableRawBufferPointer(buffer))
        }
        return Rows(
            count: rowCount, affected: affected, columns: columns, starts: starts, bytes: bytes)
    }

    /// Copies the cells one after another, notes where each starts, and returns where they end.
    private func copyCells(
        _ rowCount: Int, _ columnCount: Int, _ starts: inout MutableSpan<Int32>,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var end = 0
        var index = 0
        for row in 0..<CInt(rowCount) {
            for column in 0..<CInt(columnCount) {
                let length = Int(PQgetlength(pointer, row, column))
                starts[index] = Int32(truncatingIfNeeded: end)
                if length > 0 {
                    guard let value = PQgetvalue(pointer, row, column) else {
                        preconditionFailure("a result with a cell that has a length and no value")
                    }
                    // SAFETY: libpq lends as many bytes at `value` as it said the cell has.
                    UnsafeMutableRawBufferPointer(rebasing: buffer[end..<end + length]).copyMemory(
                        from: UnsafeRawBufferPointer(start: value, count: length))
                    end += length
                } else if PQgetisnull(pointer, row, column) != 0 {
                    starts[index] |= .min
                }
                index += 1
            }
        }
        starts[index] = Int32(truncatingIfNeeded: end)
        return end
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
