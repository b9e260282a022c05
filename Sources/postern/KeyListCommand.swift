import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern key list`: a tenant's keys, and when they go.
struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the signing keys that a tenant publishes.")

    @Option(help: "The tenant's short name.") var tenant: Slug

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let keys = try await database.administer { try await $0.signingKeys(of: tenant) }
        output.answer(
            .object(KeyCommand.json(keys, of: tenant)), text: KeyCommand.text(keys))
    }
}
