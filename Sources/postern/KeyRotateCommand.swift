import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern key rotate`: the next key signs from now on.
struct KeyRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Let the next key sign, and make another next; the first time, make both.")

    @Option(help: "The tenant's short name.") var tenant: Slug

    @OptionGroup var secrets: SecretsOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let key = try secrets.requiredKey()
        let keys = try await database.administer { administration in
            try await administration.rotateSigningKeys(of: tenant, secretsKey: key)
        }
        if let hurried = keys.first(where: \.signsInAHurry) {
            StandardError.say(
                "postern: \(hurried.id) was published less than an hour before it signs: who "
                    + "keeps the key set for longer may refuse its tokens until then")
        }
        output.answer(
            .object(KeyCommand.json(keys, of: tenant)), text: KeyCommand.text(keys))
    }
}
