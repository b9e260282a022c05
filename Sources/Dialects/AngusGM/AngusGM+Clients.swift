import Catalog
import Domain
import HTTPWire

/// Client registrations: the catalog's clients, each under an id of its own.
extension AngusGM {
    static let client = Projection(
        "AngusGMClient", of: .clients, listedAs: "data", namedBy: Client.registrationID,
        keyRules: [], orderedBy: Client.createdAt,
        [
            .member("id", Client.registrationID, .madeText, .characters(0...40)),
            .member("clientId", Client.id, .text, .notBlank, .characters(0...100)),
            .shown("clientIdIssuedAt", Client.createdAt, .localTime),
            .member("clientSecret", Client.secret, .secret, .characters(0...200)),
            .member("clientSecretExpiresAt", Client.secretExpiresAt, .localTime),
            .member("clientName", Client.name, .text, .notBlank, .characters(0...200)),
            .member(
                "clientAuthenticationMethods", Client.authenticationMethods, .texts, .required,
                .joinedCharacters(0...200)),
            .member(
                "authorizationGrantTypes", Client.grantTypes, .texts, .required,
                .joinedCharacters(0...200)),
            .member(
                "redirectUris", Client.redirectURIs, .texts, .joinedCharacters(0...800),
                .fragmentless),
            .member(
                "postLogoutRedirectUris", Client.postLogoutRedirectURIs, .texts,
                .joinedCharacters(0...800), .fragmentless),
            .member("scopes", Client.scopes, .texts, .required, .joinedCharacters(0...2000)),
            .member("clientSettings", Client.settings, .object, .required, .characters(0...1000)),
            .member(
                "tokenSettings", Client.tokenSettings, .object, .required, .characters(0...1000)),
            .member("description", Client.description, .optionalText, .characters(0...200)),
            .member("enabled", Client.isEnabled, .flag),
            .constant(
                "platform", Client.platform,
                Constants(
                    usual: "XCAN_TP", others: "XCAN_OP", "XCAN_2P", "XCAN_3RD", "XCAN_INNER")),
            .constant(
                "source", Client.source,
                Constants(
                    usual: "XCAN_USER_TOKEN", others: "XCAN_TP_SIGNIN", "XCAN_OP_SIGNIN",
                    "XCAN_SYS_TOKEN", "XCAN_SYS_INTROSPECT", "XCAN_2P_SIGNIN")),
            .member("bizTag", Client.businessTag, .optionalText, .characters(0...80)),
            .shown("tenantId", Client.tenant, .decimalText),
            .shown("tenantName", Client.tenantName, .optionalText),
            .shown("createdBy", Client.creator, .optionalText),
            .shown("createdByName", Client.creatorName, .optionalText),
            .shown("createdDate", Client.createdAt, .localTime),
            .shown("lastModifiedBy", Client.modifier, .optionalText),
            .shown("lastModifiedByName", Client.modifierName, .optionalText),
            .shown("lastModifiedDate", Client.updatedAt, .localTime),
        ])

    /// The most clients of one answer; a list of more goes on where its `Link` field leads.
    static let clientsMax = 1000

    /// How many clients one request may delete.
    static let namesPerDeletion = 1...200

    static let clientRoutes: [Route] = [
        Route(
            .angusGM, "client.list", .get, path, .scope(.appRead), .list, client,
            query: [
                QueryParameter("id", .equals(Client.registrationID)),
                QueryParameter("clientId", .equals(Client.id)),
                QueryParameter("tenantId", .tenant),
                QueryParameter("cursor", .cursor),
            ], rowsMax: clientsMax,
            summary: "Lists client registrations, the oldest first."),
        Route(
            .angusGM, "client.read", .get, "/api/v1/auth/client/{id}", .scope(.appRead), .read,
            client, summary: "Reads a client registration."),
        Route(
            .angusGM, "client.create", .post, path, .scope(.appWrite), .create, client,
            summary: "Registers a client."),
        Route(
            .angusGM, "client.replace", .put, path, .scope(.appWrite), .replace, client,
            summary: "Replaces a client registration; without an id, makes one."),
        Route(
            .angusGM, "client.update", .patch, path, .scope(.appWrite), .update, client,
            summary: "Changes what is sent of a client registration; null and empty change nothing."
        ),
        Route(
            .angusGM, "client.delete", .delete, path, .scope(.appWrite), .act(.deleteClients),
            client, query: [QueryParameter("ids", .names(namesPerDeletion), .required)],
            summary: "Deletes clients by their client ids, with their tokens."),
    ]

    private static let path: PathPattern = "/api/v1/auth/client"
}
