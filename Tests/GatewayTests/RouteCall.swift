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
    /// Those whose path names a row.
    static let ofOneRow = all.filter { $0.path.namesParameter }
    /// Those that show many rows.
    static let lists = all.filter { $0.operation == .list }

    /// The operation on the same rows, in the same dialect, that does something else to them.
    func sibling(_ operation: Dialects.Operation) -> Route? {
        dialect.dialect.routes.first { route in
            route.operation == operation && route.projection.name == projection.name
        }
    }

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
        guard operation.sendsMembers else { return HTTPRequest(method.description, target) }
        let object = JSON.object(values ?? projection.sample("sample"))
        return .json(
            method.description, target, String(decoding: object.encoded, as: UTF8.self))
    }
}

extension PathPattern {
    fileprivate var namesParameter: Bool {
        segments.contains { segment in
            switch segment {
            case .literal: false
            case .parameter: true
            }
        }
    }
}

extension QueryParameter {
    fileprivate func pair(row: String) -> String? {
        switch role {
        case .limit(let range): "\(name)=\(range.upperBound)"
        case .offset: "\(name)=0"
        case .isOneOf: "\(name)=\(row)"
        case .cursor, .equals: nil
        }
    }
}

extension Dialects.Operation {
    fileprivate var sendsMembers: Bool {
        switch self {
        case .create, .replace, .update: true
        case .list, .read, .delete, .act: false
        }
    }
}

extension Projection {
    /// A value for every member that a request can set, each with the word in it.
    func sample(_ word: String) -> JSONObject {
        var object = JSONObject()
        for member in members where member.isWritable {
            switch member.form {
            case .text, .onlyText:
                let isURI =
                    member.rules.contains(.absoluteURI) || member.rules.contains(.redirectURI)
                object.append(member.name, .string(isURI ? "https://\(word).example/" : word))
            case .unixSeconds: object.append(member.name, .integer(1_700_000_000))
            }
        }
        return object
    }

    /// What the dialect calls the key of a row.
    var keyName: String {
        members.first { $0.ordinal == resource.key }?.name ?? ""
    }
}

/// A tenant, a person, and one row of a resource that is theirs.
struct RowOwner {
    let tenant: TestTenant
    let user: TestUser
    /// Holds every permission, and speaks for the person.
    let token: String
    /// The row's key.
    let row: String

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
        if resource.owner != nil { try await tenant.grant(user, app) }
        return RowOwner(
            tenant: tenant, user: user, token: try await tenant.token(user: user), row: app.id)
    }

    /// The owner's own call of an operation on a row.
    func call(
        _ route: Route, row: String? = nil, values: JSONObject? = nil
    ) async throws -> HTTPResponse {
        let request = route.request(row: row ?? self.row, values: values)
        return try await TestGateway.shared.answer(request.at(tenant.host).by(token))
    }
}
