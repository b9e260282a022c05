public import Domain
public import HTTPWire

/// One operation of a dialect: where it is, who may call it, and what it does.
///
/// Routes are data, shared because every request holds one: the router, the OpenAPI document, the
/// route table and the generated tests all read them.
public final class Route: Sendable {
    /// The operation's name within the product: `governor.app.list`.
    public let name: String
    /// The dialect that answers.
    public let dialect: DialectName
    /// The method.
    public let method: Method
    /// The path.
    public let path: PathPattern
    /// Who may call it.
    public let entry: Entry
    /// What it does.
    public let operation: Operation
    /// How its resource looks in this dialect.
    public let projection: Projection
    /// What it reads from the query.
    public let query: [QueryParameter]
    /// The most rows of one answer, where a list has no parameter for that.
    public let rowsMax: Int?
    /// One line about it, for the OpenAPI document.
    public let summary: String

    /// Declares an operation.
    public init(
        _ dialect: DialectName, _ name: String, _ method: Method, _ path: PathPattern,
        _ entry: Entry, _ operation: Operation, _ projection: Projection,
        query: [QueryParameter] = [], rowsMax: Int? = nil, summary: String
    ) {
        self.name = "\(dialect.rawValue).\(name)"
        self.dialect = dialect
        self.method = method
        self.path = path
        self.entry = entry
        self.operation = operation
        self.projection = projection
        self.query = query
        self.rowsMax = rowsMax
        self.summary = summary
    }
}

/// The dialects that the gateway speaks.
public enum DialectName: String, Sendable, Hashable, CaseIterable {
    case governor
    case angusGM = "angusgm"
    /// The published protocols themselves: RFC 6749 and what surrounds it.
    case oauth2
}

/// Who may call an operation.
public enum Entry: Sendable, Hashable {
    /// Anybody; a token names the tenant where nothing else does, and is not looked at otherwise.
    case open
    /// Whoever's token has the permission.
    case scope(Scope)
    /// A user whose token has the permission; rows are that user's own.
    case user(Scope)

    /// The permission that is asked for; nil where none is.
    public var scope: Scope? {
        switch self {
        case .open: nil
        case .scope(let scope), .user(let scope): scope
        }
    }
}

/// What an operation does to its resource: the closed vocabulary of the catalog.
public enum Operation: Sendable, Hashable {
    case list, read, create, replace, update, delete
    case act(ActionKind)

    /// The word in route tables and logs.
    public var word: String {
        switch self {
        case .list: "list"
        case .read: "read"
        case .create: "create"
        case .replace: "replace"
        case .update: "update"
        case .delete: "delete"
        case .act(let kind): kind.rawValue
        }
    }
}

/// A query parameter that an operation reads.
///
/// Like the route, shared by the requests that read it.
public final class QueryParameter: Sendable {
    /// Its name.
    public let name: String
    /// What it decides.
    public let role: Role
    /// What its text must keep.
    public let rules: [Rule]

    /// What a query parameter decides.
    public enum Role: Sendable {
        /// How many rows at most.
        case limit(ClosedRange<Int>)
        /// How many rows to skip.
        case offset
        /// Where the page before ended.
        case cursor
        /// Rows whose field equals the text, if it is not empty.
        case equals(any AnyField)
        /// Rows whose field is one of the comma-separated texts.
        case isOneOf(any AnyField)
        /// The caller's own tenant, if any.
        case tenant
        /// The rows that an action is about: so many texts, comma-separated or each in a parameter
        /// of its own.
        case names(ClosedRange<Int>)
    }

    /// Declares a parameter.
    public init(_ name: String, _ role: Role, _ rules: Rule...) {
        self.name = name
        self.role = role
        self.rules = rules
    }
}

/// A path with places for parameters: `/api/oauth/app/id/{client_id}`.
public struct PathPattern: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// A stretch between slashes.
    public enum Segment: Sendable, Hashable {
        /// This text.
        case literal(String)
        /// Any text, under this name.
        case parameter(String)
    }

    /// The stretches, in order.
    public let segments: [Segment]
    /// Whether the same path with a slash at its end is the same operation.
    public let allowsTrailingSlash: Bool

    /// Reads `/literal/{parameter}`; a final `/?` allows a slash at the end.
    public init(stringLiteral text: String) {
        allowsTrailingSlash = text.hasSuffix("/?")
        let path = allowsTrailingSlash ? text.dropLast(2) : text[...]
        segments = path.split(separator: "/").map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}")
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }

    /// The path as OpenAPI writes it.
    public var description: String {
        segments.map { segment in
            switch segment {
            case .literal(let text): "/\(text)"
            case .parameter(let name): "/{\(name)}"
            }
        }.joined()
    }
}
