import Catalog
import Domain
import HTTPWire

/// Connections: the catalog's grants, each person's own.
extension Governor {
    static let connection = Projection(
        "GovernorConnection", of: .grants, listedAs: "connections",
        keyRules: [.bytes(1...128)],
        [
            .member("client_id", Grant.clientID, .text),
            .member("scope", Grant.scope, .text),
            .member("auth_time", Grant.authenticatedAt, .unixSeconds),
            .member("access_time", Grant.accessedAt, .unixSeconds),
            .member("creation_time", Grant.createdAt, .unixSeconds),
        ])

    static let connectionRoutes: [Route] = [
        Route(
            .governor, "connection.list", .get, "/api/oauth/connection",
            .user(.connectionRead), .list, connection,
            query: [
                QueryParameter("amount", .limit(1...1024)),
                QueryParameter("offset", .offset),
                QueryParameter("cursor", .cursor),
            ],
            summary: "Lists the caller's connections, the most recently used first."),
        Route(
            .governor, "connection.read", .get, "/api/oauth/connection/id/{client_id}",
            .user(.connectionRead), .read, connection,
            summary: "Reads the caller's connection to an app."),
        Route(
            .governor, "connection.delete", .delete, "/api/oauth/connection/id/{client_id}",
            .user(.connectionWrite), .delete, connection,
            summary: "Withdraws the caller's connection to an app and its tokens."),
    ]
}
