public import Domain
public import HTTPWire
public import OAuth

/// The protocols as they are published: OAuth 2.0 under `/oauth2`, and what clients look for under
/// `/.well-known`.
///
/// It has flows and no rows.
public struct OAuth2: FlowDialect {
    let realm = "postern"

    /// Speaks.
    public init() {}

    /// OAuth 2.0.
    public var name: DialectName { .oauth2 }
    /// `/oauth2` and `/.well-known`.
    public var roots: [[String]] { [["oauth2"], [".well-known"]] }
    /// None: clients are administered in the other dialects.
    public var routes: [Route] { [] }
    /// A cookie is for the pages alone, and has another name.
    public var takesCookie: Bool { false }

    /// There is nothing to read.
    public func intent(of call: Call) throws(APIError) -> Intent {
        preconditionFailure("\(call.route.name) is not this dialect's")
    }

    /// There is nothing to show.
    public func response(to outcome: Outcome, of call: Call) -> Response {
        preconditionFailure("\(call.route.name) is not this dialect's")
    }

    /// Reads parameters from where the route has them.
    public func flowRequest(of call: FlowCall) throws(FlowError) -> FlowRequest {
        try call.flowRequest()
    }
}
