import ArgumentParser

/// `postern token`: access tokens.
struct TokenCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue and revoke access tokens.",
        subcommands: [TokenIssueCommand.self, TokenRevokeCommand.self])
}
