import Domain
import HTTPWire

/// Which host a trusted proxy was asked for, from what it adds to a request.
///
/// Of a list, the last element counts: the proxy that we trust has added that, and whoever came
/// before it may have written the rest.
extension RequestOrigin {
    /// The host by `Forwarded` (RFC 7239) or `X-Forwarded-Host`; nil where neither names one.
    ///
    /// Throws `.badRequest` where one is malformed, and where both speak and do not agree: one of
    /// them is then not the proxy's own.
    static func forwardedHost(of request: Request) throws(APIError) -> String? {
        guard let forwarded = Forwarded(request.fields.values(of: .forwarded)) else {
            throw .badRequest("Forwarded is malformed")
        }
        let host = try agreed(
            forwarded.host, with: .xForwardedHost, of: request
        ) { Authority($0)?.host }
        _ = try agreed(
            forwarded.scheme, with: .xForwardedProto, of: request
        ) { $0.lowercased() }
        return host
    }

    /// The one value that both fields have, or one of them alone, in the form that compares.
    private static func agreed(
        _ standard: String?, with name: FieldName, of request: Request,
        in form: (String) -> String?
    ) throws(APIError) -> String? {
        let values = [standard, lastElement(of: name, in: request)].compactMap(\.self)
        let forms = values.compactMap(form)
        guard forms.count == values.count else { throw .badRequest("\(name) is malformed") }
        guard forms.first == forms.last else {
            throw .badRequest("Forwarded and \(name) do not agree")
        }
        return forms.first
    }

    /// The last element of the list that all lines of a field make up; nil where there is none.
    private static func lastElement(of name: FieldName, in request: Request) -> String? {
        request.fields.values(of: name).joined(separator: ",")
            .split(atOctet: UInt8(ascii: ",")).map(\.trimmed)
            .last { !$0.isEmpty }
    }
}
