// Calls of an operation, made of nothing but its declaration: the laws hold for operations that
// nobody has thought of yet.

import Catalog
import Dialects
import Domain
import GatewaySupport
import HTTPWire
import JSONWire
import TestSupport
import Testing

extension Route {
    /// Every operation of every dialect.
    static let all = DialectName.all.flatMap(\.routes)
    /// Those that ask for a permission.
    static let guarded = all.filter { $0.entry.scope != nil }
    /// Those whose path or body names a row.
    static let ofOneRow = all.filter {
        $0.namesRowInBody || $0.path.segments.contains(where: \.isParameter)
    }
    /// Those that show many rows.
    static let lists = all.filter { $0.operation == .list }

    /// The operation on the same rows, in the same dialect, that does something else to them.
    func sibling(_ operation: Dialects.Operation) -> Route? {
        dialect.dialect.routes.first { route in
            route.operation == operation && route.projection.name == projection.name
        }
    }

    /// The operation that deletes such rows.
    var deletion: Route? { sibling(.delete) ?? sibling(.act(.deleteClients)) }

    /// A request for the operation that only the row and the caller can make fail.
    func request(row: String, values: JSONObject? = nil) -> HTTPRequest {
        let path = path.segments.map { segment in
            switch segment {
            case .literal(let text): "/\(text)"
            case .parameter: "/\(row)"
            }
        }.joined()
        let query = query.compactMap { $0.pair(row: row) }.joined(separator: "&")
        let target = query.isEmpty ? path : "\(path)?\(query)"
        var request = HTTPRequest(method.description, target)
        let body = values.map { ("application/json", JSON.object($0).encoded) }
        guard let (type, bytes) = body ?? sampleBody("sample", row: row) else { return request }
        request.body = bytes
        return request.with("Content-Type", type)
    }
}

extension QueryParameter {
    fileprivate func pair(row: String) -> String? {
        switch role {
        case .limit(let range): "\(name)=\(range.upperBound)"
        case .offset: "\(name)=0"
        case .isOneOf, .names: "\(name)=\(row)"
        case .cursor, .equals, .tenant: nil
        }
    }
}

extension Projection {
    /// What the dialect calls the key of a row.
    var keyName: String {
        members.first { $0.ordinal == key }?.name ?? ""
    }
}

/// A tenant, a person, and one row of a resource that is theirs.
struct RowOwner {
    let tenant: TestTenant
    let user: TestUser
    /// Holds every permission, and speaks for the person.
    let token: String
    /// The app that the row is, or belongs to.
    let app: TestApp

    /// What names the row in a request for the operation.
    func row(for route: Route) -> String {
        let projection = route.projection
        return projection.key == projection.resource.key || route.operation == .act(.deleteClients)
            ? app.id : app.registrationID
    }

    /// Makes a row of the resource in a tenant of its own, in the shared gateway's database.
    static func make(_ resource: Resource) async throws -> RowOwner {
        try await make(resource, of: TestGateway.shared.database)
    }

    /// Makes a row of the resource in a tenant of its own.
    static func make(_ resource: Resource, of database: TestDatabase) async throws -> RowOwner {
        try await make(resource, in: database.tenant())
    }

    /// Makes a row of the resource, and its owner.
    static func make(_ resource: Resource, in tenant: TestTenant) async throws -> RowOwner {
        let user = try await tenant.user()
        let app = try await tenant.app(creator: user)
        try await tenant.logo(of: app)
        if resource.owner != nil { try await tenant.grant(user, app) }
        return RowOwner(
            tenant: tenant, user: user, token: try await tenant.token(user: user), app: app)
    }

    /// The owner's own call of an operation on a row.
    func call(
        _ route: Route, row: String? = nil, values: JSONObject? = nil
    ) async throws -> HTTPResponse {
        let request = route.request(row: row ?? self.row(for: route), values: values)
        return try await TestGateway.shared.answer(request.at(tenant.host).by(token))
    }
}
