import ArgumentParser
import Gateway
import JSONWire

/// `postern tenant list`: every tenant with its hosts.
struct TenantListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tenants.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let tenants = try await database.administer { try await $0.tenants() }
        let rows = tenants.map { [$0.slug, $0.name, $0.hosts.joined(separator: " ")] }
        output.answer(
            ["tenants": .array(tenants.map(TenantCommand.json))], text: Columns.text(rows))
    }
}
