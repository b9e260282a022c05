import Catalog
import Domain
import HTTPWire

/// Apps: the catalog's clients, with one redirect URI each.
extension Governor {
    static let app = Projection(
        "GovernorApp", of: .clients, listedAs: "apps", keyRules: [.bytes(1...128)],
        [
            .shown("client_id", Client.id, .text),
            .member("name", Client.name, .text, .bytes(1...127)),
            .member("url", Client.uri, .text, .bytes(1...512)),
            .member("redirect_uri", Client.redirectURIs, .onlyText, .required, .bytes(1...512)),
            .member("logo", Client.logoPreview, .text),
            .member("time", Client.updatedAt, .unixSeconds),
            .member("creation_time", Client.createdAt, .unixSeconds),
        ])

    static let clientID = RandomText.base64URL(bytes: 16)
    static let clientSecret = RandomText.base64URL(bytes: 32)

    static let appRoutes: [Route] = [
        Route(
            .governor, "app.read", .get, "/api/oauth/app/id/{client_id}", .open, .read, app,
            summary: "Reads an app."),
        Route(
            .governor, "app.list", .get, "/api/oauth/app/?", .scope(.appRead), .list, app,
            query: [
                QueryParameter("creatorid", .equals(Client.creator), .bytes(1...31)),
                QueryParameter("amount", .limit(1...1024)),
                QueryParameter("offset", .offset),
                QueryParameter("cursor", .cursor),
            ],
            summary: "Lists apps, the most recently changed first."),
        Route(
            .governor, "app.list_by_id", .get, "/api/oauth/app/ids", .open, .list, app,
            query: [QueryParameter("ids", .isOneOf(Client.id), .required, .bytes(1...4095))],
            summary: "Lists the apps with these ids; unknown ones are left out."),
        Route(
            .governor, "app.create", .post, "/api/oauth/app/?", .scope(.appWrite), .create, app,
            summary: "Registers an app; its secret is shown this once."),
        Route(
            .governor, "app.replace", .put, "/api/oauth/app/id/{client_id}", .scope(.appWrite),
            .replace, app, summary: "Replaces an app's name, URL and redirect URI."),
        Route(
            .governor, "app.rotate", .put, "/api/oauth/app/id/{client_id}/rotate",
            .scope(.appWrite), .act(.rotateClientSecret), app,
            summary: "Replaces an app's secret; the new one is shown this once."),
        Route(
            .governor, "app.delete", .delete, "/api/oauth/app/id/{client_id}", .scope(.appWrite),
            .delete, app, summary: "Deletes an app with its connections and tokens."),
    ]
}
