import Domain
public import HTTPWire
public import OAuth

/// How flows read HTTP: the same in every dialect.
extension FlowCall {
    /// What the flow is told.
    ///
    /// Throws what cannot be read: `invalid_request`, or 415 for a body of another type.
    public func flowRequest() throws(FlowError) -> FlowRequest {
        try flowRequest(with: parameters())
    }

    /// What the flow is told, where the dialect has read the parameters itself.
    func flowRequest(with parameters: Parameters) throws(FlowError) -> FlowRequest {
        FlowRequest(
            tenant: tenant, now: now, peer: peer, parameters: parameters,
            queryNames: try queryNames(), authorization: request.fields[.authorization],
            cookies: cookies, principal: principal)
    }

    private func parameters() throws(FlowError) -> Parameters {
        switch route.source {
        case .nothing, .json: return .none
        case .query: return try Self.parameters(try query())
        case .form: return try Self.parameters(try form())
        case .page: return try Self.parameters(Form(try query().pairs + form().pairs))
        }
    }

    private func queryNames() throws(FlowError) -> Set<String> {
        guard route.source == .form else { return [] }
        return Set(try query().pairs.map(\.name))
    }

    /// The parameters of a form; throws where a name comes twice.
    static func parameters(_ form: Form) throws(FlowError) -> Parameters {
        do throws(OAuthError) {
            return try Parameters(form)
        } catch {
            throw .refused(error)
        }
    }

    private func query() throws(FlowError) -> Form {
        do throws(FormError) {
            return try request.target.queryForm()
        } catch {
            throw .refused(.invalidRequest, "the query cannot be read")
        }
    }

    /// The body, where it is a form.
    public func form() throws(FlowError) -> Form {
        guard !request.body.isEmpty else { return Form() }
        guard request.contentType?.isType("application/x-www-form-urlencoded") == true else {
            throw .failed(
                APIError(
                    .unsupportedMediaType,
                    "the body must be application/x-www-form-urlencoded"))
        }
        do throws(FormError) {
            return try Form(request.body.span)
        } catch {
            throw .refused(.invalidRequest, "the form cannot be read")
        }
    }

    private var cookies: BrowserCookies {
        BrowserCookies(session: cookie(CookieName.session), visit: cookie(CookieName.visit))
    }

    private func cookie(_ name: CookieName) -> Secret? {
        let start = Array("\(name.text(of: tenant))=".utf8)
        for field in request.fields.values(of: .cookie) {
            for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
                let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
                guard trimmed.starts(with: start) else { continue }
                let value = trimmed.dropFirst(start.count)
                guard (1...CookieName.valueBytesMax).contains(value.count) else { continue }
                return Secret(String(Substring(value)))
            }
        }
        return nil
    }
}

/// The cookies of the authorization server, each under a name of its tenant's.
enum CookieName: String {
    case session, visit

    static let valueBytesMax = 128

    func text(of tenant: Tenant) -> String { "postern_\(rawValue)_\(tenant.slug)" }
}
