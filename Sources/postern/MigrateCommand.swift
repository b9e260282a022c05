import ArgumentParser

/// `postern migrate`: the schema.
struct MigrateCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date.",
        subcommands: [MigrateUpCommand.self, MigrateStatusCommand.self])
}
