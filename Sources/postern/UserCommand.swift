import ArgumentParser

/// `postern user`: the people of a tenant.
struct UserCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make users.", subcommands: [UserCreateCommand.self])
}
