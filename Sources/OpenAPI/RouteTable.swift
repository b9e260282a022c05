public import Dialects
import Domain
public import JSONWire

/// Every route on a line of its own, for people; and as JSON, for programs.
public enum RouteTable {
    /// Method, path, permission, operation, what it does and to which table, in columns.
    ///
    /// - Parameter routes: What to show, in order.
    /// - Returns: Lines of text, each with its newline, under a line of headings. `-` stands for no
    ///   permission, `(own)` for rows that are the caller's; `/?` ends a path that may end in `/`.
    public static func text(_ routes: [Route]) -> String {
        let lines = [headings] + routes.map(\.cells)
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
    /// - Parameter routes: What to show, in order.
    /// - Returns: The object; `scope` is null where no permission is asked for.
    public static func json(_ routes: [Route]) -> JSON {
        let rows = routes.map { route -> JSON in
            [
                "method": "\(route.method)",
                "path": .string(route.path.description),
                "scope": route.entry.scope.map { .string($0.rawValue) } ?? .null,
                "dialect": .string(route.dialect.rawValue),
                "operation": .string(route.name),
            ]
        }
        return ["routes": .array(rows)]
    }

    private static let headings = ["METHOD", "PATH", "SCOPE", "OPERATION", "DOES", "TABLE"]
}

extension Route {
    fileprivate var cells: [String] {
        [
            "\(method)", path.description + (path.allowsTrailingSlash ? "/?" : ""), permission,
            name, operation.word, projection.resource.table,
        ]
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
