import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern tenant create`: a new tenant with its hosts.
struct TenantCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a tenant.",
        discussion: """
            With the key that seals secrets at hand, the tenant gets its signing keys, too; \
            without it, postern key rotate makes them later.
            """)

    @Argument(help: "The short name: 1 to 63 of a-z, 0-9 and inner hyphens.")
    var slug: Slug

    @Option(help: "The name that people read; the short name where it is not given.")
    var name: String?

    @Option(
        name: .customLong("host"), parsing: .singleValue,
        help: "A host whose requests are the tenant's; may be given more than once.")
    var hosts: [HostName] = []

    @OptionGroup var secrets: SecretsOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let key = try secrets.key()
        let tenant = try await database.administer { administration in
            let tenant = try await administration.createTenant(
                slug, name: name ?? slug.text, hosts: hosts.map(\.text))
            if let key {
                _ = try await administration.rotateSigningKeys(of: slug, secretsKey: key)
            }
            return tenant
        }
        output.answer(TenantCommand.json(tenant), text: tenant.slug)
    }
}
