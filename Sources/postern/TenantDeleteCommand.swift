import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern tenant delete`: the end of a tenant and of everything that belongs to it.
struct TenantDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a tenant with everything that belongs to it.")

    @Argument(help: "The tenant's short name.")
    var slug: Slug

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        try await database.administer { try await $0.deleteTenant(slug) }
        output.answer(
            ["tenant": .string(slug.text), "deleted": true], text: "deleted \(slug)")
    }
}
