public import Dialects
import Domain
public import JSONWire

/// Every operation on a line of its own, for people; and as JSON, for programs.
public enum RouteTable {
    /// Method, path, permission, operation, what it does and to which table, in columns.
    ///
    /// - Parameter endpoints: What to show, in order.
    /// - Returns: Lines of text, each with its newline, under a line of headings. `-` stands for no
    ///   permission, and for no table; `(own)` for rows that are the caller's; `/?` ends a path
    ///   that may end in `/`.
    public static func text(_ endpoints: [Endpoint]) -> String {
        let lines = [headings] + endpoints.map(\.cells)
        let widths = headings.indices.map { column in
            lines.map { $0[column].count }.max() ?? 0
        }
        return lines.map { cells in
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return padded.joined(separator: "  ").withoutSpacesAtEnd + "\n"
        }.joined()
    }

    /// The same for programs: `{"routes": [{"method", "path", "scope", "dialect", "operation"}]}`.
    ///
    /// - Parameter endpoints: What to show, in order.
    /// - Returns: The object; `scope` is null where no permission is asked for.
    public static func json(_ endpoints: [Endpoint]) -> JSON {
        let rows = endpoints.map { endpoint -> JSON in
            [
                "method": "\(endpoint.method)",
                "path": .string(endpoint.path.description),
                "scope": endpoint.entry.scope.map { .string($0.rawValue) } ?? .null,
                "dialect": .string(endpoint.dialect.rawValue),
                "operation": .string(endpoint.name),
            ]
        }
        return ["routes": .array(rows)]
    }

    private static let headings = ["METHOD", "PATH", "SCOPE", "OPERATION", "DOES", "TABLE"]
}

extension Endpoint {
    fileprivate var cells: [String] {
        [
            "\(method)", path.description + (path.allowsTrailingSlash ? "/?" : ""), permission,
            name, word, table,
        ]
    }

    private var table: String {
        switch self {
        case .rows(let route): route.projection.resource.table
        case .flow: "-"
        }
    }

    private var permission: String {
        switch entry {
        case .open: "-"
        case .scope(let scope): scope.rawValue
        case .user(let scope): "\(scope.rawValue) (own)"
        }
    }
}

extension String {
    fileprivate var withoutSpacesAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
