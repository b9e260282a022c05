import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern key revoke`: the end of a key that somebody else may have.
struct KeyRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a key away at once; what it signed is refused from now on.",
        discussion: "Where it was the one that signs, the next signs, and another next is made.")

    @Option(help: "The tenant's short name.") var tenant: Slug

    @Argument(help: "The key's name, as list shows it.") var kid: String

    @OptionGroup var secrets: SecretsOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let key = try secrets.requiredKey()
        let keys = try await database.administer { administration in
            try await administration.revokeSigningKey(kid, of: tenant, secretsKey: key)
        }
        var json = KeyCommand.json(keys, of: tenant)
        json["revoked"] = .string(kid)
        output.answer(.object(json), text: KeyCommand.text(keys))
    }
}
