public import Domain
public import HTTPWire

/// One published API: its routes, and how it reads requests and words answers.
///
/// A dialect is pure: it has no clock, no randomness and no database. It meets the store only in
/// `Intent` and `Outcome`.
public protocol Dialect: Documented {
    /// Its name.
    var name: DialectName { get }
    /// The first segments of every path that is the dialect's, whether or not it has a route; more
    /// than one where it has several places.
    var roots: [[String]] { get }
    /// Its operations.
    var routes: [Route] { get }
    /// Whether a token may come in the cookie `access_token`, where nothing changes.
    var takesCookie: Bool { get }
    /// What the call wants, with nothing left to check.
    func intent(of call: Call) throws(APIError) -> Intent
    /// The answer to a call.
    func response(to outcome: Outcome, of call: Call) -> Response
    /// The answer to an attempt that cannot be answered as asked.
    func response(to error: APIError, of attempt: Attempt) -> Response
}

/// A request that may not have found its operation: what the wording of a refusal can depend on.
public struct Attempt: Sendable {
    /// The request.
    public let request: Request
    /// Its operation; nil where none was found, or where that is a flow.
    public let route: Route?
    /// Its flow; nil where none was found.
    public let flow: FlowRoute?
    /// When it is answered.
    public let now: Timestamp

    /// Puts an attempt together.
    public init(
        _ request: Request, route: Route?, flow: FlowRoute? = nil, now: Timestamp
    ) {
        self.request = request
        self.route = route
        self.flow = flow
        self.now = now
    }
}

/// A request that has found its operation and its caller.
public struct Call: Sendable {
    /// The request.
    public let request: Request
    /// Its operation.
    public let route: Route
    /// The path's parameters, decoded, in order.
    public let parameters: [String]
    /// Who calls; nil where the operation is open.
    public let principal: Principal?
    /// Whose rows it is about.
    public let tenant: Tenant
    /// When it was made.
    public let now: Timestamp

    /// Puts a call together.
    public init(
        request: Request, route: Route, parameters: [String], principal: Principal?,
        tenant: Tenant, now: Timestamp
    ) {
        self.request = request
        self.route = route
        self.parameters = parameters
        self.principal = principal
        self.tenant = tenant
        self.now = now
    }

    /// The row that the path names, by its last parameter.
    ///
    /// Throws where the key breaks the projection's rules, or where rows are personal and the
    /// caller is no person.
    public func rowName() throws(APIError) -> RowName {
        let projection = route.projection
        let key = parameters.last ?? ""
        let name = projection.resource.fields[projection.key].name
        try Projection.check(.text(key), [.required] + projection.keyRules, of: name)
        return RowName(
            projection.resource, by: projection.key, key: key, owner: try owner())
    }

    /// The user whose rows the call is about; nil where rows are the tenant's.
    public func owner() throws(APIError) -> String? {
        guard route.projection.resource.owner != nil else { return nil }
        guard let principal else { throw .userRequired }
        return try principal.requireUser()
    }
}
