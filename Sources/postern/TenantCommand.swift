import ArgumentParser
import Gateway
import JSONWire

/// `postern tenant`: the registry of tenants.
struct TenantCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Make, list and delete tenants.",
        subcommands: [
            TenantCreateCommand.self, TenantListCommand.self, TenantDeleteCommand.self,
        ])

    static func json(_ tenant: Administration.TenantEntry) -> JSON {
        [
            "tenant": .string(tenant.slug), "name": .string(tenant.name),
            "hosts": .array(tenant.hosts.map(JSON.string)),
            "created_at": .string(Administration.text(of: tenant.createdAt)),
        ]
    }
}
