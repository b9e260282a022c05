// What browsers are told about each page.

import Crypto
import Pages
import Testing

@Suite struct PolicyTests {
    static let common =
        "style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "

    static let policies: [(page: String, formAction: String)] = [
        ("login", "'self' https://weather.example com.example.weather:"),
        ("consent", "'self' https://weather.example"),
        ("device-code", "'self'"),
        ("logout", "'self' https://weather.example"),
        ("error", "'none'"), ("device-approved", "'none'"), ("signed-out", "'none'"),
        ("still-signed-in", "'none'"),
    ]

    @Test("a page loads its style and images, and posts where it must", arguments: policies)
    func policy(_ page: String, _ formAction: String) throws {
        let policy = try #require(Sample.named(page).page).contentSecurityPolicy
        #expect(policy == "default-src 'none'; " + Self.common + formAction)
    }

    static let targets: [(source: String, taken: Bool)] = [
        ("https://client.example", true), ("https://client.example:8443", true),
        ("http://127.0.0.1:49152", true), ("com.example.app:", true), ("http:", true),
        ("https://a.example; script-src *", false), ("https://a.example,b", false),
        ("https://a.example b.example", false), ("https://a.example\u{A0}x", false),
        ("https://a.example\n", false), ("'unsafe-inline'", false), ("\"x\":", false),
        ("*", false), ("https://*.example", false), ("https://a.example/path", false),
        ("https://a_b.example", false), ("https://a.example:*", false), ("https://[::1]:80", false),
        ("javascript:", false),
        ("data:", false), ("", false), (":", false), ("app:x", false),
    ]

    @Test("a form target is an origin or a scheme; anything else is left out", arguments: targets)
    func target(_ source: String, _ taken: Bool) {
        let page = LoginPage(
            frame: PageFrame(stylesheetPath: "/s"), tenantName: "Acme", app: nil, action: "/l",
            ticket: "t", formTargets: [source, "https://last.example"]
        ).page
        let kept = taken ? source + " " : ""
        #expect(
            page.contentSecurityPolicy
                == "default-src 'none'; \(Self.common)'self' \(kept)https://last.example")
    }

    static let redirects: [(uri: String, source: String?)] = [
        ("https://Client.example/cb;x?y,z", "https://client.example"),
        ("http://localhost:8080/cb", "http://localhost:8080"), ("http://[::1]:8080/cb", "http:"),
        ("https://my_app.example/cb", "https:"),
        ("com.example.app:/cb", "com.example.app:"), ("com.example.app://cb", "com.example.app:"),
        ("javascript:alert(1)", nil), ("/cb", nil), ("https:cb", nil),
    ]

    @Test("a redirect URI's source is one that pages take", arguments: redirects)
    func redirect(_ uri: String, _ source: String?) {
        #expect(FormTarget.source(of: uri) == source)
    }

    @Test("the script that runs is the one whose digest the policy names")
    func script() throws {
        let page = try #require(Sample.named("form-post").page)
        let scripts = try MarkupReader.document(page.html).all("script")
        let script = try #require(scripts.first)
        #expect(scripts.count == 1)
        #expect(script.attributes.isEmpty)
        let digest = Base64.text(of: Array(SHA256.hash(data: Array(script.text.utf8))))
        #expect(
            page.contentSecurityPolicy
                == "default-src 'none'; script-src 'sha256-\(digest)'; " + Self.common
                + "https://weather.example https:")
    }

    @Test("where no policy can name the client's host, its scheme is named")
    func nameless() throws {
        let page = try #require(
            FormPostPage(
                frame: PageFrame(stylesheetPath: "/s"), tenantName: "Acme",
                action: "https://my_app.example/cb", parameters: [])
        ).page
        #expect(page.contentSecurityPolicy.hasSuffix("; form-action https:"))
    }

    @Test(
        "a form is posted to web addresses only",
        arguments: ["javascript:alert(1)", "com.example.app:/cb", "/cb", "data:text/html,x", ""])
    func formPost(_ action: String) {
        #expect(
            FormPostPage(
                frame: PageFrame(stylesheetPath: "/s"), tenantName: "Acme", action: action,
                parameters: []) == nil)
    }
}

/// Base64 with padding (RFC 4648 §4), which a policy's digests are in.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    static func text(of bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 3).map { start in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            let digits = (0..<4).map { alphabet[bits >> (18 - 6 * $0) & 63] }
            return String(digits.prefix(group.count + 1))
                + String(repeating: "=", count: 3 - group.count)
        }.joined()
    }
}
