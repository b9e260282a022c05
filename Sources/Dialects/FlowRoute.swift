public import Domain
public import HTTPWire
public import OAuth

/// One operation of the authorization server in a dialect: where it is, and which flow it starts.
///
/// What a `Route` is for rows.
public final class FlowRoute: Sendable {
    /// The operation's name within the product: `oauth2.token`.
    public let name: String
    /// The dialect that answers.
    public let dialect: DialectName
    /// The method.
    public let method: Method
    /// The path.
    public let path: PathPattern
    /// Who may call it; where that is `open`, the flow itself asks who it is.
    public let entry: Entry
    /// What it starts.
    public let flow: Flow
    /// Where its parameters are.
    public let source: Source
    /// Whether a browser may read the answer for any site: only where no cookie counts.
    public let isForAnyOrigin: Bool
    /// One line about it, for the OpenAPI document.
    public let summary: String

    /// Where parameters are.
    public enum Source: Sendable, Hashable {
        /// There are none.
        case nothing
        /// In the query.
        case query
        /// In a form body.
        case form
        /// In a JSON object.
        case json
        /// The request in the query, and the person's answer to a page in a form body.
        case page
    }

    /// Declares an operation.
    public init(
        _ dialect: DialectName, _ name: String, _ method: Method, _ path: PathPattern,
        _ flow: Flow, _ entry: Entry = .open, from source: Source, isForAnyOrigin: Bool = false,
        summary: String
    ) {
        self.name = "\(dialect.rawValue).\(name)"
        self.dialect = dialect
        self.method = method
        self.path = path
        self.entry = entry
        self.flow = flow
        self.source = source
        self.isForAnyOrigin = isForAnyOrigin
        self.summary = summary
    }
}

/// A dialect with operations of the authorization server.
public protocol FlowDialect: Dialect {
    /// Those operations.
    var flowRoutes: [FlowRoute] { get }
    /// What the call tells the flow.
    func flowRequest(of call: FlowCall) throws(FlowError) -> FlowRequest
    /// The answer to a call.
    func response(to outcome: FlowOutcome, of call: FlowCall) -> Response
    /// The answer to a call that a protocol refuses.
    func response(to error: OAuthError, of call: FlowCall) -> Response
    /// The JSON body of an operation's errors: that of the dialect's, unless it says otherwise.
    func errorShape(of route: FlowRoute) -> Shape
}

extension FlowDialect {
    /// The dialect's own.
    public func errorShape(of route: FlowRoute) -> Shape { errorShape }
}

/// A request that has found its flow.
public struct FlowCall: Sendable {
    /// The request.
    public let request: Request
    /// Its operation.
    public let route: FlowRoute
    /// Who calls; nil where the operation is open.
    public let principal: Principal?
    /// Whose server is asked.
    public let tenant: Tenant
    /// The tenant's issuer.
    public let issuer: Issuer
    /// When it was made.
    public let now: Timestamp
    /// The address that it came from.
    public let peer: String
    /// Names the request in answers and the log.
    public let requestID: String

    /// Puts a call together.
    public init(
        request: Request, route: FlowRoute, principal: Principal?, tenant: Tenant, issuer: Issuer,
        now: Timestamp, peer: String, requestID: String
    ) {
        self.request = request
        self.route = route
        self.principal = principal
        self.tenant = tenant
        self.issuer = issuer
        self.now = now
        self.peer = peer
        self.requestID = requestID
    }
}
