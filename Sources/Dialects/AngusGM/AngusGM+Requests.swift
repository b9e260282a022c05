import Catalog
import Domain
import HTTPWire
import JSONWire
import Secrets

/// The bodies and queries that AngusGM reads.
extension AngusGM {
    /// Reads a JSON object.
    func body(of request: Request) throws(APIError) -> JSONObject {
        guard request.contentType?.isType("application/json") == true else {
            throw APIError(.unsupportedMediaType, "Content-Type must be application/json")
        }
        guard !request.body.isEmpty else { throw .badRequest("the request needs a JSON body") }
        guard let object = try request.json(within: jsonLimits).object else {
            throw .badRequest("the body must be a JSON object")
        }
        return object
    }

    /// A new registration, of the caller's tenant.
    func creation(by call: Call, _ body: JSONObject) throws(APIError) -> Intent {
        try checkTenant(body["tenantId"] ?? .null, of: call)
        let tenantName = body["tenantName"] ?? .null
        guard tenantName.isNull || tenantName.string != nil else {
            throw .unreadable("tenantName", "must be a string")
        }
        try Projection.check(
            .text(tenantName.string ?? ""), [.characters(0...100)], of: "tenantName")
        return .create(CreateIntent(try clientRecord(from: body, .creation, of: call), key: nil))
    }

    /// A replacement that names no registration makes one: nothing that `If-Match` could ask for.
    func upsertion(by call: Call, _ body: JSONObject) throws(APIError) -> Intent {
        _ = try Conditions.match(of: call.request)
        guard call.request.fields.count(of: .ifMatch) == 0 else { throw .preconditionFailed }
        return try creation(by: call, body)
    }

    /// The registration that a body names by its `id`; nil where it names none.
    func registration(in body: JSONObject, of call: Call) throws(APIError) -> RowName? {
        let id = body["id"] ?? .null
        if id.isNull { return nil }
        guard let text = id.string else { throw .unreadable("id", "must be a string") }
        guard !text.isEmpty else { return nil }
        let projection = call.route.projection
        return RowName(projection.resource, by: projection.key, key: text)
    }

    /// What a body says of a client.
    ///
    /// A client of the authorization code grant needs somewhere to send the code to: of a change
    /// that does not say where, the database looks whether the row does.
    func clientRecord(
        from body: JSONObject, _ extent: Projection.Extent, of call: Call
    ) throws(APIError) -> Record {
        let record = try call.route.projection.record(from: body, extent)
        if let secret = record.secret {
            do throws(SubmittedSecret.Flaw) {
                _ = try SubmittedSecret(secret.exposed)
            } catch {
                throw .invalid("clientSecret", error.sentence)
            }
        }
        for (field, name) in [(Client.id, "clientId"), (Client.registrationID, "id")] {
            // Neither can stand in a path (RFC 3986 §3.3).
            guard ![".", ".."].contains(record[field] ?? "") else {
                throw .invalid(name, "must not be . or ..")
            }
        }
        if record[Client.grantTypes]?.contains("authorization_code") == true,
            record[Client.redirectURIs]?.isEmpty == true
        {
            throw .invalid("redirectUris", "must not be empty for the grant authorization_code")
        }
        return record
    }

    /// A page of clients that match each filter, however often and in whatever spelling it came:
    /// flat, or as a member of `dto`.
    func list(_ call: Call) throws(APIError) -> ListIntent {
        let query = try query(of: call)
        var nested = JSONObject()
        for text in query.values(of: "dto") where !text.isEmpty {
            for member in try members(ofText: text) { nested[member.name] = member.value }
        }
        func values(of name: String) throws(APIError) -> [String] {
            var values = [name, "dto.\(name)", "dto[\(name)]"].flatMap(query.values)
            if let text = try filter(nested[name] ?? .null, name) { values.append(text) }
            return values.filter { !$0.isEmpty }
        }
        for tenant in try values(of: "tenantId") { try checkTenant(.string(tenant), of: call) }
        var list = try call.listIntent(Form(query.pairs.filter { $0.name == "cursor" }))
        for (name, field) in [("id", Client.registrationID), ("clientId", Client.id)] {
            let place = list.resource.ordinal(of: field)
            // Two different values match nothing, and so do more.
            let texts = try values(of: name).distinct
            list.filters += texts.prefix(2).map { .equals(field: place, $0) }
        }
        return list
    }

    /// The text of a filter in a JSON object; a whole number is as good as its digits.
    private func filter(_ json: JSON, _ name: String) throws(APIError) -> String? {
        switch json {
        case .null: return nil
        case .string(let text): return text
        case .number(let number): return number.text
        case .boolean, .array, .object:
            throw .unreadable("dto", "must hold \(name) as a string")
        }
    }

    private func query(of call: Call) throws(APIError) -> Form {
        do throws(APIError) {
            return try call.queryForm(pairsMax: Self.pairsMax)
        } catch {
            throw APIError(.badRequest(.unreadable(member: Self.query)), error.sentence)
        }
    }

    /// Ids may come one by one, and more than once.
    private static let pairsMax = 1024

    /// What a complaint about the whole query is about.
    static let query = "query"

    /// The texts of a JSON object that came in a parameter.
    private func members(ofText text: String) throws(APIError) -> JSONObject {
        guard let object = try? JSONReader.read(Array(text.utf8), limits: jsonLimits).object else {
            throw .unreadable("dto", "must be a JSON object, where it is given whole")
        }
        return object
    }

    /// Who names a tenant names their own: `-1` and nothing stand for it.
    private func checkTenant(_ json: JSON, of call: Call) throws(APIError) {
        let text = json.string ?? json.integer.map(String.init) ?? ""
        guard json.isNull || json.string != nil || json.integer != nil else {
            throw .unreadable("tenantId", "must be a string")
        }
        guard ["", "-1", String(call.tenant.number)].contains(text) else {
            throw APIError(.forbidden, "tenantId must be that of the token, -1, or left out")
        }
    }

    /// The clients to delete: each name once, however they were sent.
    func names(in call: Call) throws(APIError) -> [String] {
        let values = try query(of: call).values(of: "ids")
        guard !values.isEmpty else {
            throw APIError(.badRequest(.missing(member: "ids")), "ids is missing: client ids")
        }
        let names = values.flatMap { $0.split(atOctet: UInt8(ascii: ",")) }.distinct
        guard !names.isEmpty else { throw .invalid("ids", "must not be empty") }
        guard Self.namesPerDeletion.contains(names.count) else {
            let (least, most) = (Self.namesPerDeletion.lowerBound, Self.namesPerDeletion.upperBound)
            throw .invalid("ids", "size must be between \(least) and \(most)")
        }
        return names
    }
}
