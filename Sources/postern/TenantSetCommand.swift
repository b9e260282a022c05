import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern tenant set`: what a tenant's authorization server allows.
struct TenantSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change what a tenant's authorization server allows.")

    @Argument(help: "The tenant's short name.")
    var slug: Slug

    @Option(help: "Whether clients may register themselves (RFC 7591): on or off.")
    var registration: Switch?

    @Option(help: "Whether PKCE's method plain is accepted besides S256: on or off.")
    var plainProofKeys: Switch?

    @Option(help: "Whether authorization requests must be pushed (RFC 9126): on or off.")
    var requirePushedRequests: Switch?

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    private var change: Administration.SettingsChange {
        var change = Administration.SettingsChange()
        change.allowsRegistration = registration?.isOn
        change.allowsPlainProofKeys = plainProofKeys?.isOn
        change.requiresPushedRequests = requirePushedRequests?.isOn
        return change
    }

    func validate() throws {
        guard !change.isEmpty else {
            throw ValidationError("Nothing to change was named; see postern tenant set --help.")
        }
    }

    func run() async throws {
        let tenant = try await database.administer { [change] administration in
            try await administration.change(change, of: slug)
        }
        output.answer(TenantCommand.json(tenant), text: tenant.slug)
    }
}
