// Values that the tests of this target start from.

import Domain

@testable import OAuth

enum Sample {
    static let now = Timestamp(microseconds: 1_800_000_000_000_000)
    static let tenant = Slug("acme").map { Tenant(number: 7, slug: $0) }

    static func client(
        _ id: String = "shop", methods: Set<String> = ["client_secret_basic"],
        redirectURIs: [String] = ["https://shop.example/cb"], scopes: Set<String> = [],
        grantTypes: Set<String> = ["authorization_code", "refresh_token"]
    ) -> RegisteredClient {
        RegisteredClient(
            id: id, name: "Shop", uri: "", hasLogo: false, redirectURIs: redirectURIs,
            postLogoutRedirectURIs: [], authenticationMethods: methods, grantTypes: grantTypes,
            scopes: scopes, keys: nil, mustPush: false, secrets: [])
    }

    static func code(
        client: String = "shop", redirectURI: String = "https://shop.example/cb",
        isNamed: Bool = true, challenge: ProofKey.Challenge? = nil,
        state: AuthorizationCode.State = .unused
    ) -> AuthorizationCode {
        AuthorizationCode(
            hash: [1], clientID: client, subject: "u1", redirectURI: redirectURI,
            isRedirectURINamed: isNamed, scope: GrantedScope(["openid"]), nonce: nil,
            challenge: challenge, authenticated: now, sessionID: nil,
            expires: now.advanced(bySeconds: 60), state: state)
    }

    static func family(
        current: [UInt8] = [2], previous: [UInt8]? = nil, rotated: Timestamp? = nil
    ) -> TokenFamily {
        TokenFamily(
            id: "f", clientID: "shop", subject: "u1", scope: GrantedScope(["openid"]),
            authenticated: now, sessionID: nil, created: now,
            expires: now.advanced(bySeconds: 1000),
            refresh: TokenFamily.Refresh(current: current, previous: previous, rotated: rotated))
    }
}
