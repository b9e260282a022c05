import ArgumentParser
import Gateway
import JSONWire
import OAuth

/// `postern tenant`: the registry of tenants.
struct TenantCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Make, list, change and delete tenants.",
        subcommands: [
            TenantCreateCommand.self, TenantListCommand.self, TenantSetCommand.self,
            TenantDeleteCommand.self,
        ])

    static func json(_ tenant: Administration.TenantEntry) -> JSON {
        [
            "tenant": .string(tenant.slug), "name": .string(tenant.name),
            "hosts": .array(tenant.hosts.map(JSON.string)),
            "created_at": .string(Administration.text(of: tenant.createdAt)),
            "settings": [
                "registration": .boolean(tenant.settings.allowsRegistration),
                "plain_proof_keys": .boolean(tenant.settings.allowsPlainProofKeys),
                "require_pushed_requests": .boolean(tenant.settings.requiresPushedRequests),
            ],
        ]
    }
}
