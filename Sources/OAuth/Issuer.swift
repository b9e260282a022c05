public import Domain

/// The URL that a tenant's tokens and metadata name as their issuer (RFC 8414 §2).
///
/// It comes from the configuration alone: no request can change it (RFC 9700 §4.13).
public struct Issuer: Sendable, Hashable {
    /// The URL: `https`, or `http` on a loopback host, without query, fragment or final slash.
    public let url: String

    /// The URL of a path below the issuer; the path starts with a slash.
    public func url(_ path: String) -> String { url + path }

    /// The path of the issuer's URL: empty, or with a slash at its start and none at its end.
    public let path: String

    fileprivate init(url: String) {
        self.url = url
        let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        path = afterScheme.firstIndex(of: "/").map { String(afterScheme[$0...]) } ?? ""
    }
}

/// What every tenant's issuer is made from: a URL with `{tenant}` in its host or its path.
public struct IssuerTemplate: Sendable, Hashable, CustomStringConvertible {
    private let before: String
    private let after: String

    /// Where a gateway serves that nobody configured: on this machine, tenants by path.
    public static let local = IssuerTemplate(before: "http://127.0.0.1:8080/t/", after: "")

    private init(before: String, after: String) {
        self.before = before
        self.after = after
    }

    /// The place of the tenant's slug.
    public static let placeholder = "{tenant}"

    /// Takes a template; nil for what makes no issuer.
    ///
    /// It must be an `https` URL, or `http` on a loopback host, with exactly one `{tenant}`, and no
    /// query, fragment, user information or final slash.
    public init?(_ text: String) {
        guard let place = text.firstRange(of: Self.placeholder),
            text[place.upperBound...].firstRange(of: Self.placeholder) == nil
        else { return nil }
        before = String(text[..<place.lowerBound])
        after = String(text[place.upperBound...])
        let sample = before + "tenant" + after
        guard (try? AbsoluteURI(sample)) != nil, !sample.hasSuffix("/"),
            !sample.contains(where: { "?#".contains($0) }), Self.isConfidential(sample)
        else { return nil }
    }

    /// The tenant's issuer.
    public func issuer(of tenant: Tenant) -> Issuer {
        Issuer(url: before + tenant.slug.text + after)
    }

    /// The template as written.
    public var description: String { before + Self.placeholder + after }

    private static func isConfidential(_ url: String) -> Bool {
        guard !url.hasPrefix("https://") else { return true }
        guard url.hasPrefix("http://") else { return false }
        let authority = url.dropFirst("http://".count).prefix { $0 != "/" }
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return LoopbackHost.contains(String(host))
    }
}

/// The hosts that are this machine itself (RFC 8252 §7.3, §8.3; RFC 6761 §6.3).
enum LoopbackHost {
    static func contains(_ host: String) -> Bool {
        ["127.0.0.1", "[::1]", "localhost"].contains(host) || host.hasSuffix(".localhost")
    }
}
