import Dialects
import HTTPWire
import JSONWire

/// How a caller shows who it is: the same for every dialect, only the words for permissions differ.
enum Security {
    /// The Security Scheme Objects by name.
    static let schemes: JSON = [
        "bearer": [
            "type": "http", "scheme": "bearer",
            "description": """
            An access token in Authorization (RFC 6750 §2.1). An operation names the \
            permission that the token must carry; the word all stands for every permission.
            """,
        ],
        "cookie": [
            "type": "apiKey", "in": "cookie", "name": "access_token",
            "description": "The same token in a cookie, for requests that change nothing.",
        ],
        "client": [
            "type": "http", "scheme": "basic",
            "description": """
            A client's id and secret, both form-encoded (RFC 6749 §2.3.1). They may stand in the \
            body in its place, or an assertion (RFC 7523), or, of a client without a secret, the \
            id alone.
            """,
        ],
    ]
}

extension FlowRoute {
    /// The Security Requirement Objects; none where anybody may call, and an empty one beside those
    /// of clients, because the body may say who it is.
    func security(_ dialect: any Dialect) -> JSON {
        if let scope = entry.scope { return [["bearer": [.string(dialect.word(for: scope))]]] }
        return flow.meaning.authenticatesClient ? [["client": []], [:]] : []
    }
}

extension Route {
    /// Whether the token may come in a cookie: a browser sends those along with others' forms, so
    /// only where nothing changes.
    func acceptsCookie(_ dialect: any Dialect) -> Bool { dialect.takesCookie && method == .get }

    /// The Security Requirement Objects; none where anybody may call.
    func security(_ dialect: any Dialect) -> JSON {
        guard let scope = entry.scope else { return [] }
        let words: JSON = [.string(dialect.word(for: scope))]
        return acceptsCookie(dialect)
            ? [["bearer": words], ["cookie": words]] : [["bearer": words]]
    }
}
