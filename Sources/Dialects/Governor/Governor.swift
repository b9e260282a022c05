public import Domain
public import HTTPWire
public import JSONWire

/// The Governor dialect: apps, connections and OpenID Connect under `/api/oauth`.
public struct Governor: FlowDialect {
    let realm: String
    let jsonLimits: JSONLimits

    /// Speaks with the realm that its challenges name, and reads bodies within the limits.
    public init(realm: String = "governor", jsonLimits: JSONLimits = JSONLimits()) {
        self.realm = realm
        self.jsonLimits = jsonLimits
    }

    /// Governor.
    public var name: DialectName { .governor }
    /// `/api/oauth`.
    public var roots: [[String]] { [["api", "oauth"]] }
    /// Apps first, then their logos, then connections.
    public var routes: [Route] { Self.appRoutes + Self.logoRoutes + Self.connectionRoutes }

    /// As the published service does.
    public var takesCookie: Bool { true }

    /// Reads the path, the query and the body as the route says.
    public func intent(of call: Call) throws(APIError) -> Intent {
        let projection = call.route.projection
        switch call.route.operation {
        case .list:
            return .list(try call.listIntent())
        case .read:
            let name = try call.rowName()
            return .read(name, fields: projection.fields, try Conditions.match(of: call.request))
        case .create:
            let record = try projection.record(from: try body(of: call.request), .creation)
            try Conditions.checkUntagged(call.request)
            return .create(CreateIntent(record, key: Self.clientID, secret: Self.clientSecret))
        case .replace, .update:
            let name = try call.rowName()
            let record = try projection.record(from: try body(of: call.request), .replacement)
            return .replace(name, record, try Conditions.precondition(of: call.request))
        case .delete:
            return .delete(try call.rowName(), try Conditions.precondition(of: call.request))
        case .act(.rotateClientSecret):
            return .act(
                .rotateClientSecret(
                    clientID: try call.rowName().key, format: Self.clientSecret,
                    try Conditions.precondition(of: call.request)))
        case .act(.readLogo):
            return .act(
                .readLogo(
                    clientID: try call.rowName().key, try Conditions.matchOfWeak(of: call.request)))
        case .act(.replaceLogo):
            return .act(
                .replaceLogo(
                    clientID: try call.rowName().key, try Self.image(in: call.request),
                    try Conditions.precondition(of: call.request)))
        case .act(.deleteClients):
            preconditionFailure("\(call.route.name) is not this dialect's")
        }
    }

    /// Shows an outcome with the status and body that the route has.
    public func response(to outcome: Outcome, of call: Call) -> Response {
        let projection = call.route.projection
        switch outcome {
        case .list(let records, let next):
            var writer = JSONWriter(capacity: 128 + 256 * records.count)
            writer.beginObject()
            writer.key(projection.listKey)
            writer.beginArray()
            projection.write(records, to: &writer)
            writer.endArray()
            writer.endObject()
            var response = Self.response(.ok, writer)
            if let link = call.nextLink(next) { response.fields.append(link) }
            return response
        case .record(let records, let version):
            guard !Conditions.isKnown(version, to: call.request) else {
                return Response(.notModified).tagged(version, of: call)
            }
            var writer = JSONWriter(capacity: 512)
            projection.write(records, to: &writer)
            return Self.response(.ok, writer).tagged(version, of: call)
        case .created(let keys, let secret, let version):
            return Self.secretResponse(.created, keys.key, secret, version, of: call)
        case .changed(_, let version):
            return Response(.noContent).tagged(version, of: call)
        case .deleted:
            return Response(.noContent)
        case .rotated(let keys, let secret, let version):
            return Self.secretResponse(.ok, keys.key, secret, version, of: call)
        case .logo(let png, let digest):
            return Self.logoResponse(png, digest: digest, to: call.request)
        }
    }

    /// `{"client_id", "key"}`: the one time that the secret is shown, so never cached.
    private static func secretResponse(
        _ status: Status, _ clientID: String, _ secret: Secret?, _ version: Int64, of call: Call
    ) -> Response {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("client_id")
        writer.string(clientID)
        writer.key("key")
        writer.string(secret?.exposed ?? "")
        writer.endObject()
        var response = response(status, writer).tagged(version, of: call)
        response.append(.cacheControl, FieldValue(literal: "no-store"))
        return response
    }

    /// A JSON body ends with a newline in this dialect.
    static func response(_ status: Status, _ writer: consuming JSONWriter) -> Response {
        response(status, writer.finish())
    }

    static func response(_ status: Status, _ json: [UInt8]) -> Response {
        Response(
            status, fields: [ResponseField(.contentType, jsonType)],
            body: json + [UInt8(ascii: "\n")])
    }

    private static let jsonType = FieldValue(literal: "application/json; charset=utf-8")
}
