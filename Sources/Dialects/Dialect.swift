public import Domain
public import HTTPWire

/// One published API: its routes, and how it reads requests and words answers.
///
/// A dialect is pure: it has no clock, no randomness and no database. It meets the store only in
/// `Intent` and `Outcome`.
public protocol Dialect: Documented {
    /// Its name.
    var name: DialectName { get }
    /// The first segments of every path that is the dialect's, whether or not it has a route.
    var root: [String] { get }
    /// Its operations.
    var routes: [Route] { get }
    /// What the call wants, with nothing left to check.
    func intent(of call: Call) throws(APIError) -> Intent
    /// The answer to a call.
    func response(to outcome: Outcome, of call: Call) -> Response
    /// The answer to a call that cannot be answered as asked; no route where none was found.
    func response(to error: APIError, via route: Route?) -> Response
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

    /// Puts a call together.
    public init(
        request: Request, route: Route, parameters: [String], principal: Principal?
    ) {
        self.request = request
        self.route = route
        self.parameters = parameters
        self.principal = principal
    }

    /// The row that the path names, by its last parameter.
    ///
    /// Throws where the key breaks the projection's rules, or where rows are personal and the
    /// caller is no person.
    public func rowName() throws(APIError) -> RowName {
        let projection = route.projection
        let key = parameters.last ?? ""
        let name = projection.resource.fields[projection.resource.key].name
        try Projection.check(.text(key), [.required] + projection.keyRules, of: name)
        return RowName(projection.resource, key: key, owner: try owner())
    }

    /// The user whose rows the call is about; nil where rows are the tenant's.
    public func owner() throws(APIError) -> String? {
        guard route.projection.resource.owner != nil else { return nil }
        guard let principal else { throw .userRequired }
        return try principal.requireUser()
    }
}
