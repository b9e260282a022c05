// The values a statement may carry. Each case has exactly one PostgreSQL type, sent in binary form.

/// One value for a `$n` of a query.
public enum Parameter: Sendable, Hashable {
    /// SQL NULL, of whatever type the place asks for.
    case null
    /// `text`; must not contain NUL, which PostgreSQL refuses (SQLSTATE 22021).
    case text(String)
    /// `int8`.
    case integer(Int64)
    /// `int8[]`, one dimension.
    case integers([Int64])
    /// `bool`.
    case boolean(Bool)
    /// `bytea`.
    case bytes([UInt8])
    /// `timestamptz`, in microseconds since 1970-01-01 00:00 UTC.
    case time(Int64)
    /// `text[]`, one dimension, no NULL elements.
    case texts([String])
    /// `json`, as JSON text in UTF-8; a `jsonb` column takes it, too.
    case json([UInt8])
}

/// A query with the values of its parameters: what a transaction consists of.
public struct Statement: Sendable {
    /// How many parameters one statement may have: the wire format's own limit.
    public static let parametersMax = 32_767

    /// What to run.
    public let query: Query
    /// The values of `$1`, `$2`, … in order.
    public let parameters: [Parameter]

    /// Binds values to a query; at most `parametersMax` of them.
    public init(_ query: Query, _ parameters: [Parameter] = []) {
        precondition(
            parameters.count <= Statement.parametersMax, "a statement has too many parameters")
        self.query = query
        self.parameters = parameters
    }
}

/// What a transaction does, which decides where it runs and whether it may run again.
public enum TransactionAccess: Sendable, Hashable {
    /// Only reads: tried once more when its connection breaks.
    case read
    /// May write: never tried twice once it may have been sent.
    case write
}
