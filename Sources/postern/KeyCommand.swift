import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern key`: the keys that tenants sign their tokens with.
struct KeyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Rotate, list and revoke tenants' signing keys.",
        discussion: """
            A tenant has one key that signs and one that is published to sign next. A key that has \
            signed stays published for a day, so that what it signed is accepted to the end.
            """,
        subcommands: [KeyRotateCommand.self, KeyListCommand.self, KeyRevokeCommand.self])

    static func json(_ keys: [Administration.KeyEntry], of tenant: Slug) -> JSONObject {
        ["tenant": .string(tenant.text), "keys": .array(keys.map(json))]
    }

    private static func json(_ key: Administration.KeyEntry) -> JSON {
        func text(_ time: Timestamp?) -> JSON {
            time.map { .string(Administration.text(of: $0)) } ?? .null
        }
        return [
            "kid": .string(key.id), "state": .string(key.state),
            "created_at": text(key.createdAt), "activated_at": text(key.activatedAt),
            "retired_at": text(key.retiredAt), "goes_at": text(key.goesAt),
        ]
    }

    static func text(_ keys: [Administration.KeyEntry]) -> String {
        Columns.text(
            keys.map { key in
                [
                    key.id, key.state, "made " + Administration.text(of: key.createdAt),
                    key.goesAt.map { "goes " + Administration.text(of: $0) } ?? "",
                ]
            })
    }
}
