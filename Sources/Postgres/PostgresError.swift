// What can go wrong between Postern and PostgreSQL, in the few kinds that callers tell apart.

/// Why a transaction has no result.
///
/// `description` is bland and fit for anyone; `debugDescription` names what the server said and is
/// for logs only.
public struct PostgresError: Error, Sendable {
    /// The kinds that callers treat differently.
    public enum Kind: Sendable, Hashable {
        /// No connection to the database; nothing was changed. Try again later.
        case unavailable
        /// The connection broke after a write may have been sent: it may have happened or not.
        case outcomeUnknown
        /// No answer in time; nothing was changed.
        case deadlinePassed
        /// Too many transactions are waiting; refused at once and nothing was changed.
        case queueFull
        /// The server refused; nothing was changed.
        case server(SQLState)
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// The constraint that was violated, as the schema names it, where the server says.
    public let constraint: String?
    /// The column concerned, where the server says.
    public let column: String?
    /// What the server or libpq said, for the log alone: it may quote data.
    let detail: String?

    init(_ kind: Kind, constraint: String? = nil, column: String? = nil, detail: String? = nil) {
        self.kind = kind
        self.constraint = constraint
        self.column = column
        self.detail = detail
    }

    /// The server's code, if it was the server that refused.
    public var sqlState: SQLState? {
        guard case .server(let state) = kind else { return nil }
        return state
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One sentence without SQL, data or names.
    public var description: String {
        switch kind {
        case .unavailable: "The database is not available."
        case .outcomeUnknown: "The database did not say whether the change was made."
        case .deadlinePassed: "The database did not answer in time."
        case .queueFull: "Too much work is waiting for the database."
        case .server(let state): "The database refused (SQLSTATE \(state.rawValue))."
        }
    }

    /// The same with what the server said; for logs, never for clients.
    public var debugDescription: String {
        var text = description
        if let constraint { text += " constraint=\(constraint)" }
        if let column { text += " column=\(column)" }
        if let detail { text += " detail=\(detail)" }
        return text
    }
}
