import Access
import HTTPWire
import Reactor

/// Who sent a request and which host they asked, as far as that can be believed.
///
/// `Forwarded`, `X-Forwarded-*` and `X-Postern-Tenant` count only where the peer is a trusted
/// proxy.
struct RequestOrigin {
    /// What the request says about its tenant.
    var evidence = TenantResolver.Evidence()
    /// The path without the tenant's prefix, decoded.
    let path: ArraySlice<String>
    /// What the path holds that parsers may read differently.
    let traits: Path.Traits

    /// Reads a request that came from a peer which is, or is not, a trusted proxy.
    ///
    /// Nil where the path cannot be decoded.
    init?(_ request: Request, isTrusted: Bool) {
        guard let path = try? request.target.segments() else { return nil }
        traits = path.traits
        if path.segments.first == Self.tenantRoot, path.segments.count >= 2 {
            evidence.path = path.segments[1]
            self.path = path.segments.dropFirst(2)
        } else {
            self.path = path.segments[...]
        }
        if isTrusted {
            // Two together are no name: which of them the proxy means is not known.
            let names = request.fields.values(of: .xPosternTenant)
            evidence.header = names.isEmpty ? nil : names.joined(separator: ",")
            evidence.host = Self.forwardedHost(of: request) ?? request.authority?.host
        } else {
            evidence.host = request.authority?.host
        }
        if let host = evidence.host, host.utf8.last == UInt8(ascii: ".") {
            evidence.host = String(host.dropLast())
        }
    }

    private static let tenantRoot = "t"

    /// The host that the first proxy was asked: RFC 7239 `Forwarded`, else `X-Forwarded-Host`.
    private static func forwardedHost(of request: Request) -> String? {
        if let forwarded = request.fields[.forwarded] {
            let first = forwarded.prefix { $0 != "," }
            for pair in first.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard trimmed.lowercased().hasPrefix("host=") else { continue }
                let value = trimmed.dropFirst("host=".count).filter { $0 != "\"" }
                return Authority(String(value))?.host
            }
        }
        guard let host = request.fields[.xForwardedHost] else { return nil }
        return Authority(String(host.prefix { $0 != "," }))?.host
    }

    /// The address that the request came from: the peer, or what trusted proxies say of it.
    static func clientAddress(
        of request: Request, peer: String, trusted: [AddressRange]
    ) -> String {
        let hops = request.fields.values(of: .xForwardedFor).joined(separator: ",")
            .split(separator: ",").map { $0.filter { $0 != " " } }
        for hop in hops.reversed() where !trusted.contains(where: { $0.contains(hop) }) {
            return String(hop.prefix(64))
        }
        return hops.first.map { String($0.prefix(64)) } ?? peer
    }
}

extension FieldName {
    static let xPosternTenant = FieldName(literal: "X-Postern-Tenant")
    static let idempotencyKey = FieldName(literal: "Idempotency-Key")
    static let prefer = FieldName(literal: "Prefer")
    static let traceparent = FieldName(literal: "traceparent")
}
