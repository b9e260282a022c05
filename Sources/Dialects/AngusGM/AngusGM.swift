public import Domain
public import HTTPWire
public import JSONWire

/// The AngusGM dialect: OAuth 2.0 client registrations under `/api/v1/auth`, every answer in an
/// envelope.
public struct AngusGM: Dialect {
    let jsonLimits: JSONLimits

    /// Reads bodies within the limits.
    public init(jsonLimits: JSONLimits = JSONLimits()) {
        self.jsonLimits = jsonLimits
    }

    /// AngusGM.
    public var name: DialectName { .angusGM }
    /// `/api/v1/auth`.
    public var roots: [[String]] { [["api", "v1", "auth"]] }
    /// Client registrations.
    public var routes: [Route] { Self.clientRoutes }

    /// The token comes in `Authorization` alone.
    public var takesCookie: Bool { false }

    /// Reads the path, the query and the body as the route says.
    public func intent(of call: Call) throws(APIError) -> Intent {
        switch call.route.operation {
        case .list:
            return .list(try list(call))
        case .read:
            let condition = try Conditions.match(of: call.request)
            return .read(try call.rowName(), fields: call.route.projection.fields, condition)
        case .create:
            let creation = try creation(by: call, try body(of: call.request))
            try Conditions.checkUntagged(call.request)
            return creation
        case .replace:
            let body = try body(of: call.request)
            guard let name = try registration(in: body, of: call) else {
                return try upsertion(by: call, body)
            }
            let record = try clientRecord(from: body, .replacement, of: call)
            return .replace(name, record, try Conditions.precondition(of: call.request))
        case .update:
            let body = try body(of: call.request)
            guard let name = try registration(in: body, of: call) else {
                throw .invalid("id", "must not be empty")
            }
            let record = try clientRecord(from: body, .change, of: call)
            return .update(name, record, try Conditions.precondition(of: call.request))
        case .act(.deleteClients):
            let names = try names(in: call)
            try Conditions.checkUntagged(call.request)
            return .act(.deleteClients(names))
        case .delete, .act(.rotateClientSecret), .act(.readLogo), .act(.replaceLogo):
            preconditionFailure("\(call.route.name) is not this dialect's")
        }
    }

    /// Shows an outcome in the envelope, with the status that the route has.
    public func response(to outcome: Outcome, of call: Call) -> Response {
        let projection = call.route.projection
        var response: Response
        switch outcome {
        case .list(let records, let next):
            response = Self.success(of: call, capacity: 128 + 1024 * records.count) { writer in
                writer.beginArray()
                projection.write(records, to: &writer)
                writer.endArray()
            }
            if let link = call.nextLink(next) { response.fields.append(link) }
        case .record(let records, let version):
            guard !Conditions.isKnown(version, to: call.request) else {
                response = Response(.notModified).tagged(version, of: call)
                break
            }
            response = Self.success(of: call, capacity: 1536) { projection.write(records, to: &$0) }
                .tagged(version, of: call)
        case .created(let keys, _, let version):
            response = Self.success(of: call) { Self.write(keys, of: projection, to: &$0) }
                .tagged(version, of: call)
            if call.route.operation == .create { response.status = .created }
        case .changed(let keys, let version):
            response = Self.success(of: call) { writer in
                switch call.route.operation {
                case .replace: Self.write(keys, of: projection, to: &writer)
                case .list, .read, .create, .update, .delete, .act: writer.null()
                }
            }.tagged(version, of: call)
        case .deleted:
            response = Response(.noContent)
        case .rotated, .logo:
            preconditionFailure("\(call.route.name) is not this dialect's")
        }
        Self.name(call, in: &response)
        return response
    }

    /// `{"id", "key"}`: what names a registration, and the client.
    private static func write(
        _ keys: RowKeys, of projection: Projection, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("id")
        writer.string(keys[projection.key])
        writer.key("key")
        writer.string(keys.key)
        writer.endObject()
    }
}
