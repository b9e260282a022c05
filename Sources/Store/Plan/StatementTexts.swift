import Domain
import Postgres

/// The statements' texts, made once for each shape and then found by it.
///
/// This is the one place where the tenant's predicate is written. The first parameter of every
/// statement is the tenant's number; owner and key follow where there are any.
final class StatementTexts {
    /// Everything that a statement's text depends on.
    struct Shape: Hashable {
        enum Verb: Hashable {
            case read
            case page(RowOrder, Start, limited: Bool)
            case insert
            case update(VersionCheck)
            case delete(VersionCheck)
            case probe
            case endTokens
        }

        enum Start: Hashable {
            case first, offset, cursor
        }

        /// Which versions the row may have, by those in the last parameter.
        enum VersionCheck: Hashable {
            /// Any; there is no such parameter.
            case none
            /// One of them.
            case oneOf
            /// Any other.
            case noneOf
        }

        enum Match: Hashable {
            case equals(Int)
            case isOneOf(Int)
        }

        let resource: ObjectIdentifier
        let verb: Verb
        /// The place of the key by which a row is named.
        let key: Int
        var fields = FieldSet.none
        var matches: [Match] = []
    }

    /// Whether statements carry the tenant's predicate.
    ///
    /// They always do; a test of row-level security alone leaves it out.
    enum TenantLock {
        case predicate
        case rowSecurityAlone
    }

    /// The statements that are written by hand, each in the file of its action.
    enum Name: Hashable {
        case addClientSecret(key: Int)
        case endOtherClientSecrets(key: Int)
        case deleteClients
        case endTokensOfDeletedClients
        case readLogo
        case saveLogo
        case introspect(day: Int64)
        case issueToken
        case revokeToken(day: Int64)
        case forgetExpiredAnswer
        case keepAnswer
        case findAnswer
        case createUser
        case findUser
        case registeredClient
        case noteAssertion
        case findCode, forgetCodes, insertCode, redeemCode
        case consentAdding, consentReplacing
        case beginDevice, findDeviceByUserCode, findDevice, noteDevicePoll
        case approveDevice, denyDevice, redeemDevice
        case keepPushedRequest, findPushedRequest, insertCodeOfPushedRequest
        case findFamily(day: Int64)
        case insertFamily, insertTokenOfFamily, rotateFamily, noteGrantUse
        case endTokensOfFamily, endFamily
        case findToken(day: Int64)
        case findSubject, findLogin
        case findSession, findSettings, findGrant
        case beginSession, endSession, endTokensOfSession, endFamiliesOfSession
        case signingKeys
        case endSigningKeys
        case endSigningKey(StoredSigningKey.State)
        case retireSigningKey
        case activateSigningKey
        case addSigningKey
    }

    private let lock: TenantLock
    private var queries: [Shape: Query] = [:]
    private var named: [Name: Query] = [:]

    init(lock: TenantLock = .predicate) {
        self.lock = lock
    }

    /// The most shapes remembered: far more than the routes have, far fewer than would matter.
    private static let shapesMax = 4096

    /// A statement over a resource's table.
    ///
    /// Rows are named by the resource's key, where no other is given.
    func query(
        _ verb: Shape.Verb, of resource: Resource, by key: Int? = nil, fields: FieldSet = .none,
        matches: [Shape.Match] = []
    ) -> Query {
        let shape = Shape(
            resource: ObjectIdentifier(resource), verb: verb, key: key ?? resource.key,
            fields: fields, matches: matches)
        if let query = queries[shape] { return query }
        if queries.count >= Self.shapesMax { queries.removeAll() }
        let query = Query(text(of: shape, resource))
        queries[shape] = query
        return query
    }

    /// A statement written by hand; `text` is given the tenant's predicate to put into its `WHERE`.
    func query(_ name: Name, text: (_ tenant: String) -> String) -> Query {
        if let query = named[name] { return query }
        if named.count >= Self.shapesMax { named.removeAll() }
        let query = Query(text(tenant))
        named[name] = query
        return query
    }

    private func text(of shape: Shape, _ resource: Resource) -> String {
        let table = "postern.\(resource.table)"
        let row = "WHERE \(tenant)\(owner(resource))"
        let named = "\(row) AND \(resource.fields[shape.key].name) = $\(keyPlace(resource))"
        let version = resource.fields[resource.version].name
        let written = WrittenColumns(shape.fields, of: resource)
        let versions = "($\(keyPlace(resource) + 1 + written.count))"
        switch shape.verb {
        case .read:
            return "SELECT \(columns(shape.fields, resource)), \(version) FROM \(table) \(named)"
        case .page(let order, let start, let limited):
            return "SELECT \(columns(shape.fields, resource)) FROM \(table) \(row)"
                + page(shape, resource, order: order, start: start, limited: limited)
        case .insert:
            let places = (1...written.count + 1).map { "$\($0)" }.joined(separator: ", ")
            let names = (["tenant_id"] + written.names).joined(separator: ", ")
            return "INSERT INTO \(table) (\(names))"
                + " VALUES (\(places)) RETURNING \(version)"
        case .update(let check):
            let keys = resource.keys.map { ", \(resource.fields[$0].name)" }.joined()
            return "UPDATE \(table) SET \(assignments(written, resource))"
                + " \(named)\(condition(check, version, versions)) RETURNING \(version)\(keys)"
        case .delete(let check):
            return "DELETE FROM \(table) \(named)\(condition(check, version, versions))"
                + " RETURNING \(version)"
        case .probe:
            return "SELECT \(version) FROM \(table) \(named)"
        case .endTokens:
            return "DELETE FROM postern.token \(named)"
                + " AND NOT EXISTS (SELECT FROM \(table) \(named))"
        }
    }

    private var tenant: String {
        switch lock {
        case .predicate: "tenant_id = $1"
        case .rowSecurityAlone: "$1::bigint IS NOT NULL"
        }
    }

    private func condition(
        _ check: Shape.VersionCheck, _ version: String, _ versions: String
    ) -> String {
        switch check {
        case .none: ""
        case .oneOf: " AND \(version) = ANY \(versions)"
        case .noneOf: " AND \(version) <> ALL \(versions)"
        }
    }

    private func owner(_ resource: Resource) -> String {
        resource.owner.map { " AND \(resource.fields[$0].name) = $2" } ?? ""
    }

    private func keyPlace(_ resource: Resource) -> Int {
        resource.owner == nil ? 2 : 3
    }

    private func columns(_ fields: FieldSet, _ resource: Resource) -> String {
        fields.ordinals.map { resource.fields[$0].readExpression(in: resource.table) }
            .joined(separator: ", ")
    }

    /// The record's columns from the parameters after the key, and what every change moves on.
    private func assignments(_ written: WrittenColumns, _ resource: Resource) -> String {
        let given = written.assignments(from: keyPlace(resource) + 1)
        let moved = resource.fields.filter { $0.origin == .databaseOnChange }.map { field in
            field.kind == .time ? "\(field.name) = now()" : "\(field.name) = \(field.name) + 1"
        }
        return (given + moved).joined(separator: ", ")
    }

    /// Filters, the cursor's condition, order, limit and offset; parameters in that order.
    private func page(
        _ shape: Shape, _ resource: Resource, order: RowOrder, start: Shape.Start, limited: Bool
    ) -> String {
        var text = ""
        var place = keyPlace(resource)
        for match in shape.matches {
            switch match {
            case .equals(let field): text += " AND \(resource.fields[field].name) = $\(place)"
            case .isOneOf(let field):
                text += " AND \(resource.fields[field].name) = ANY ($\(place))"
            }
            place += 1
        }
        let sort = resource.fields[order.field].name
        let key = resource.fields[order.key].name
        let descending = order.direction == .descending
        if start == .cursor {
            text += " AND (\(sort), \(key)) \(descending ? "<" : ">") ($\(place), $\(place + 1))"
            place += 2
        }
        let way = descending ? " DESC" : ""
        text +=
            sort == key
            ? " ORDER BY \(key)\(way)" : " ORDER BY \(sort)\(way), \(key)\(way)"
        if limited {
            text += " LIMIT $\(place)"
            place += 1
        }
        if start == .offset { text += " OFFSET $\(place)" }
        return text
    }
}
