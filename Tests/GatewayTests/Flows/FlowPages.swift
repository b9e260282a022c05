// Single pages of a flow, for tests that look at each; and what tenants and clients are like.

import Domain
import Gateway
import GatewaySupport
import Testing

extension FlowBrowser {
    /// Sends a page's form with what the person put in.
    func submit(
        _ page: HTTPResponse, _ answers: [String: String]
    ) async throws -> HTTPResponse {
        let form = try FlowForm(page.text)
        let fields = answers.merging(["ticket": form.ticket]) { $1 }
        return try await open(form.action, posting: FlowScene.form(fields))
    }
}

extension FlowScene {
    /// Reads something that is for everybody.
    func read(_ target: String) async throws -> HTTPResponse {
        try await gateway.send(HTTPRequest("GET", target).at(tenant.host))
    }

    /// The server's metadata.
    func metadata() async throws -> HTTPResponse {
        try await read("/.well-known/oauth-authorization-server")
    }

    /// Changes what the tenant allows.
    func set(_ change: (inout Administration.SettingsChange) -> Void) async throws {
        var settings = Administration.SettingsChange()
        change(&settings)
        _ = try await tenant.database.administration.change(settings, of: tenant.tenant.slug)
    }

    /// The person logs in at a page; what comes next.
    func logIn(_ page: HTTPResponse) async throws -> HTTPResponse {
        try await browser.submit(
            page, ["username": user.username, "password": Self.password])
    }

    /// Another client, without a secret to show.
    func publicApp(grants: String = "authorization_code,refresh_token") async throws -> TestApp {
        let app = try await tenant.app("Public", redirectURI: Self.redirectURI)
        try await alter(
            app, "token_endpoint_auth_methods = '{none}', grant_types = '{\(grants)}'")
        return app
    }
}

extension HTTPResponse {
    /// What a browser is sent on with.
    var sent: [String: String] {
        self["Location"].map(FlowBrowser.parameters(of:)) ?? [:]
    }

    /// The page's title, without the tenant's name; nil where it is no page.
    var title: String? {
        text.firstMatch(of: /<title>(.*?) – .*<\/title>/).map { String($0.1) }
    }

    /// What the page says is wrong; nil where nothing is.
    var problem: String? {
        text.firstMatch(of: /role="alert">(.*?)</).map { String($0.1) }
    }

    /// The page without what names the request.
    var essenceOfPage: String {
        essence.replacing(self["X-Request-Id"] ?? "no id", with: "…")
    }
}
