import ArgumentParser
import Gateway
import JSONWire
import Store

/// `postern migrate up`: applies what is pending.
struct MigrateUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Apply the pending migrations, each in a transaction.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let applied = try await database.administer { administration in
            try await administration.migrate { StandardError.say("applied \($0.label)") }
        }
        let list = applied.map { migration -> JSON in
            ["version": .integer(migration.version), "name": .string(migration.name)]
        }
        output.answer(
            ["applied": .array(list)],
            text: applied.isEmpty ? "nothing to apply" : "applied \(applied.count)")
    }
}
