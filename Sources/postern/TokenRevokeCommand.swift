import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern token revoke`: the end of a token, at once and everywhere.
struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token; every gateway hears of it.")

    @Argument(help: "The token; - reads it from standard input, where nobody else can see it.")
    var token: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let text = Secret(token == "-" ? try StandardInput.secret("token") : token)
        try await database.administer { try await $0.revokeToken(text) }
        output.answer(["revoked": true], text: "revoked")
    }
}
