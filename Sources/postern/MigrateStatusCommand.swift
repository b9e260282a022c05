import ArgumentParser
import Gateway
import JSONWire
import Store

/// `postern migrate status`: what the database has had, and what is pending.
struct MigrateStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the migrations: applied, pending, edited since, or unknown.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let standings = try await database.administer { try await $0.migrationStatus() }
        let list = standings.map { standing -> JSON in
            [
                "version": .integer(standing.version), "name": .string(standing.name),
                "state": .string(standing.state.rawValue),
            ]
        }
        let rows = standings.map { ["\($0.version)", $0.name, $0.state.rawValue] }
        output.answer(["migrations": .array(list)], text: Columns.text(rows))
    }
}
