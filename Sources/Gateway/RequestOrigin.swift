import Access
import Domain
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
    /// Throws `.badRequest` where the path has no segments, or a proxy contradicts itself.
    init(_ request: Request, isTrusted: Bool) throws(APIError) {
        let path = try Self.path(of: request)
        traits = path.traits
        if path.segments.first == Self.tenantRoot, path.segments.count >= 2 {
            evidence.path = path.segments[1]
            self.path = path.segments.dropFirst(2)
        } else if path.segments.first == Self.wellKnownRoot, path.segments.count == 4,
            path.segments[2] == Self.tenantRoot
        {
            // RFC 8414 §3.1: what is well known stands before the path of the issuer.
            evidence.path = path.segments[3]
            self.path = path.segments.prefix(2)
        } else {
            self.path = path.segments[...]
        }
        if isTrusted {
            // Two together are no name: which of them the proxy means is not known.
            let names = request.fields.values(of: .xPosternTenant)
            evidence.header = names.isEmpty ? nil : names.joined(separator: ",")
            evidence.host = try Self.forwardedHost(of: request) ?? request.authority?.host
        } else {
            evidence.host = request.authority?.host
        }
        if let host = evidence.host, host.utf8.last == UInt8(ascii: ".") {
            evidence.host = String(host.dropLast())
        }
    }

    private static let tenantRoot = "t"
    private static let wellKnownRoot = ".well-known"

    /// The path's segments, decoded.
    private static func path(of request: Request) throws(APIError) -> Path {
        do throws(PathError) {
            return try request.target.segments()
        } catch {
            switch error {
            case .notAbsolute:
                throw .badRequest("nothing is offered for the server as a whole; name a path")
            case .tooManySegments:
                throw .badRequest("the path has more than \(Path.segmentsMax) segments")
            case .null: throw .badRequest("the path holds the character U+0000")
            case .malformedEncoding, .notText:
                throw .badRequest("the path is not percent-encoded UTF-8")
            }
        }
    }

    /// The address that the request came from: the peer, or what trusted proxies say of it.
    static func clientAddress(
        of request: Request, peer: String, trusted: [AddressRange]
    ) -> String {
        let hops = request.fields.values(of: .xForwardedFor).joined(separator: ",")
            .split(atOctet: UInt8(ascii: ",")).map { hop in hop.filter { $0 != " " } }
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
