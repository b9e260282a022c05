// The key under which secrets are sealed, where a command needs it.

import ArgumentParser
import Gateway

struct SecretsOption: ParsableArguments {
    @Option(
        help: """
            The configuration's file, for secrets.key; POSTERN_CONFIG where it is not given. \
            POSTERN_SECRETS_KEY and POSTERN_SECRETS_KEY_FILE outrank it.
            """)
    var config: String?

    /// The key, if one is at hand.
    func key() throws -> Redacted<[UInt8]>? {
        try Administration.secretsKey(config: config, in: Environment.variables)
    }

    /// The key; wrong usage where there is none.
    func requiredKey() throws -> Redacted<[UInt8]> {
        guard let key = try key() else {
            throw ValidationError(
                "Signing keys are sealed under secrets.key: give the gateways' --config, or set "
                    + "POSTERN_SECRETS_KEY or POSTERN_SECRETS_KEY_FILE.")
        }
        return key
    }
}
