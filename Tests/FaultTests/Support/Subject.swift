// A tenant with a token and an app, and the requests that are made of them.

import GatewaySupport
import JSONWire

/// What the tests of faults ask for, again and again.
struct Subject: Sendable {
    let tenant: TestTenant
    let token: String
    let app: TestApp

    /// Makes a tenant with an app.
    init(in database: TestDatabase) async throws {
        tenant = try await database.tenant()
        token = try await tenant.token()
        app = try await tenant.app("The app")
    }

    /// Reads the app; with a token only for its tenant's sake.
    var read: HTTPRequest {
        HTTPRequest("GET", "/api/oauth/app/id/\(app.id)").at(tenant.host)
    }

    /// Lists the apps, which needs the token.
    var list: HTTPRequest {
        HTTPRequest("GET", "/api/oauth/app?amount=10&offset=0").at(tenant.host).by(token)
    }

    /// Registers an app of that name.
    func create(_ name: String) -> HTTPRequest {
        .json(
            "POST", "/api/oauth/app",
            #"{"name":"\#(name)","url":"https://a.example","redirect_uri":"https://a.example/"}"#
        ).at(tenant.host).by(token)
    }

    /// What is wrong with an answer to `read` that says that it succeeded.
    var check: @Sendable (HTTPResponse) -> String? {
        { [id = app.id] response in
            response.json?["client_id"]?.string == id
                && response.json?["name"]?.string == "The app" ? nil : response.essence
        }
    }
}
