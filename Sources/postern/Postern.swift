// The command line: what `postern` understands, and what its exit status says.

import ArgumentParser
import Gateway
import Glibc

/// The program: each command is a file, and here is what they have in common.
@main struct Postern: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "postern",
        abstract: "A multi-tenant OAuth gateway in front of PostgreSQL.",
        version: "postern \(Gateway.version)",
        subcommands: [
            ServeCommand.self, DevCommand.self, MigrateCommand.self, TenantCommand.self,
            UserCommand.self, TokenCommand.self, KeyCommand.self, RoutesCommand.self,
            OpenAPICommand.self,
        ])

    /// Runs the command; the exit status is 0 for done, 1 for failed and 2 for wrong usage.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(after: error)
        }
    }

    private static func leave(after error: any Error) -> Never {
        switch exitCode(for: error) {
        case .success:
            // Help or the version, as asked for.
            print(fullMessage(for: error))
            Glibc.exit(0)
        case .validationFailure:
            StandardError.say(fullMessage(for: error))
            Glibc.exit(2)
        case let code:
            if !(error is ExitCode) { StandardError.say("postern: \(error)") }
            Glibc.exit(isWrongFlag(error) ? 2 : code.rawValue)
        }
    }

    /// Whether the configuration's fault is in what was typed.
    private static func isWrongFlag(_ error: any Error) -> Bool {
        guard let error = error as? ConfigurationError, case .flag = error.place else {
            return false
        }
        return true
    }
}

/// A command that only leads to others: alone it is wrong usage.
protocol CommandGroup: AsyncParsableCommand {}

extension CommandGroup {
    func run() async throws {
        throw ValidationError("Which one? --help lists the commands.")
    }
}
