import ArgumentParser
import Dialects
import Domain
import Gateway
import HTTPWire
import JSONWire

/// `postern routes`: every operation of every dialect.
struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "List the operations: method, path, scope, dialect, operation.")

    @Flag(name: .customLong("sql"), help: "Show the statements of each operation, too.")
    var showsStatements = false

    @OptionGroup var output: OutputOption

    func run() async throws {
        let entries = RouteListing().entries
        output.answer(["routes": .array(entries.map(json))], text: text(entries))
    }

    private func json(_ entry: RouteListing.Entry) -> JSON {
        let endpoint = entry.endpoint
        var object: JSONObject = [
            "method": .string(endpoint.method.description),
            "path": .string(endpoint.path.description),
            "scope": endpoint.entry.scope.map { .string($0.rawValue) } ?? .null,
            "dialect": .string(endpoint.dialect.rawValue),
            "operation": .string(endpoint.word),
            "name": .string(endpoint.name),
        ]
        if showsStatements {
            object["statements"] = .array(entry.statements.map(JSON.string))
        }
        return .object(object)
    }

    private func text(_ entries: [RouteListing.Entry]) -> String {
        let table = Columns.text(
            entries.map { entry in
                let endpoint = entry.endpoint
                return [
                    endpoint.method.description, endpoint.path.description,
                    endpoint.entry.scope?.rawValue ?? "-", endpoint.dialect.rawValue,
                    endpoint.word,
                ]
            })
        guard showsStatements else { return table }
        return zip(table.split(separator: "\n"), entries).map { line, entry in
            ([String(line)] + entry.statements.map(indented)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func indented(_ statement: String) -> String {
        statement.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n") + ";"
    }
}
