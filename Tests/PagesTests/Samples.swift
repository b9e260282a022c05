// Pages to look at: one for each thing that a page can show, each under a name of its own.

import Pages
import Testing

/// A page, made of members that a test may replace.
struct Sample: Sendable, CustomTestStringConvertible {
    /// Gives the member of that name its value, which is the given one or another.
    typealias Fill = (_ member: String, _ value: String) -> String

    let name: String
    let make: @Sendable (Fill) -> Page?

    var testDescription: String { name }

    /// The page with its own values.
    var page: Page? { make { $1 } }

    /// The names of the members that it fills in.
    var members: [String] {
        var members: [String] = []
        _ = make {
            members.append($0)
            return $1
        }
        return members
    }

    static let all = logins + consents + devices + others

    private static func frame(_ fill: Fill) -> PageFrame {
        PageFrame(stylesheetPath: fill("stylesheetPath", "/pages.css?v=1"))
    }

    static func app(_ fill: Fill) -> AppIdentity {
        AppIdentity(
            name: fill("app.name", "Weather Station"), logoPath: "/logos/7",
            homepage: "https://weather.example/about")
    }

    private static func login(
        _ name: String, username: String = "", problem: LoginPage.Problem? = nil,
        app: @escaping @Sendable (Fill) -> AppIdentity? = { app($0) }
    ) -> Sample {
        Sample(name: name) { fill in
            LoginPage(
                frame: frame(fill), tenantName: fill("tenantName", "Acme"), app: app(fill),
                action: fill("action", "/login?request=r1"), ticket: fill("ticket", "t-1"),
                username: username.isEmpty ? "" : fill("username", username), problem: problem,
                formTargets: ["https://weather.example", "com.example.weather:"]
            ).page
        }
    }

    private static let logins = [
        login("login"),
        login("login-without-app", app: { _ in nil }),
        login("login-wrong", username: "alice", problem: .wrongCredentials),
        login(
            "login-too-many", username: "alice",
            problem: .tooManyAttempts(retryAfter: .seconds(150))),
        login("login-expired", username: "alice", problem: .expired),
        login(
            "login-long",
            username: String(repeating: "long.name.", count: 12) + "@mail.weather.example",
            problem: .wrongCredentials,
            app: { _ in AppIdentity(name: String(repeating: "Word ", count: 24)) }),
    ]

    private static func consent(
        _ name: String, app: @escaping @Sendable (Fill) -> AppIdentity = { app($0) },
        username: String = "alice", scopes: [String], redirectHost: String? = "weather.example"
    ) -> Sample {
        Sample(name: name) { fill in
            let own = PermissionLine(
                title: fill("title", "Water the plants"), detail: fill("detail", "All of them."))
            return ConsentPage(
                frame: frame(fill), tenantName: fill("tenantName", "Acme"), app: app(fill),
                username: fill("username", username),
                permissions: scopes.map { PermissionLine(scope: $0) }
                    + [PermissionLine(scope: fill("scope", "app:write")), own],
                redirectHost: redirectHost.map { fill("redirectHost", $0) },
                action: fill("action", "/consent?request=r1"), ticket: fill("ticket", "t-2"),
                formTargets: ["https://weather.example"]
            ).page
        }
    }

    private static let consents = [
        consent(
            "consent", scopes: ["openid", "profile", "email", "offline_access", "app:read"]),
        consent("consent-device", scopes: ["address", "phone"], redirectHost: nil),
        consent(
            "consent-long",
            app: { _ in
                AppIdentity(
                    name: String(repeating: "Unbroken", count: 15),
                    homepage: "https://\(String(repeating: "sub.", count: 20))example:8443/")
            },
            username: String(repeating: "longname", count: 12) + "@weather.example",
            scopes: (1...29).map { "gov.user.oauth.permission-\($0):write" },
            redirectHost: String(repeating: "sub.", count: 20) + "example"),
    ]

    private static func deviceCode(
        _ name: String, userCode: String? = nil, problem: DeviceCodePage.Problem? = nil
    ) -> Sample {
        Sample(name: name) { fill in
            DeviceCodePage(
                frame: frame(fill), tenantName: fill("tenantName", "Acme"),
                action: fill("action", "/device"), ticket: fill("ticket", "t-3"),
                userCode: userCode.map { fill("userCode", $0) }, problem: problem
            ).page
        }
    }

    private static func deviceDone(
        _ name: String, _ decision: DeviceDonePage.Decision
    ) -> Sample {
        Sample(name: name) { fill in
            DeviceDonePage(
                frame: frame(fill), tenantName: fill("tenantName", "Acme"), decision: decision
            ).page
        }
    }

    private static let devices = [
        deviceCode("device-code"),
        deviceCode("device-code-prefilled", userCode: "WDJB-MJHT"),
        deviceCode("device-code-unknown", userCode: "WDJB-MJHT", problem: .unknownCode),
        deviceCode("device-code-expired", problem: .expired),
        deviceCode("device-code-too-many", problem: .tooManyAttempts),
        deviceDone("device-approved", .approved),
        deviceDone("device-denied", .denied),
    ]

    private static func error(_ name: String, tenantName: String?) -> Sample {
        Sample(name: name) { fill in
            ErrorPage(
                frame: frame(fill), tenantName: tenantName.map { fill("tenantName", $0) },
                title: fill("title", "This link does not work"),
                explanation: fill(
                    "explanation", "The app asked to send you to an address it never registered."),
                requestID: fill("requestID", "018f3a7c9d2e4b61")
            ).page
        }
    }

    private static func logout(_ name: String, appName: String?) -> Sample {
        Sample(name: name) { fill in
            LogoutPage(
                frame: frame(fill), tenantName: fill("tenantName", "Acme"),
                username: fill("username", "alice"), appName: appName.map { fill("appName", $0) },
                action: fill("action", "/logout"), ticket: fill("ticket", "t-4"),
                formTargets: ["https://weather.example"]
            ).page
        }
    }

    private static let others = [
        error("error", tenantName: "Acme"),
        error("error-without-tenant", tenantName: nil),
        Sample(name: "form-post") { fill in
            FormPostPage(
                frame: frame(fill), tenantName: fill("tenantName", "Acme"),
                action: "https://weather.example/callback?" + fill("action", "a=1&b=2"),
                parameters: [
                    .init(name: "code", value: fill("code", "c-1")),
                    .init(name: fill("name", "state"), value: fill("state", "s & t")),
                    .init(name: "iss", value: "https://acme.example"),
                ]
            )?.page
        },
        logout("logout", appName: nil),
        logout("logout-app", appName: "Weather Station"),
        Sample(name: "signed-out") { fill in
            SignedOutPage(frame: frame(fill), tenantName: fill("tenantName", "Acme")).page
        },
        Sample(name: "still-signed-in") { fill in
            StillSignedInPage(frame: frame(fill), tenantName: fill("tenantName", "Acme")).page
        },
    ]
}
