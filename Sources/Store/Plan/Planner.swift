import Domain
import JSONWire
import Postgres
import Secrets

/// Turns an intent into statements.
///
/// Pure but for the random texts it is asked to make.
struct Planner {
    let texts: StatementTexts
    /// Opens the cursors of lists; nil until its key is known, and then nothing has been sealed.
    let cursors: CursorSeal?
    /// For how long a kept answer is.
    let idempotencySeconds: Int64

    /// The statements for an intent; `secret` is what is kept of the one that its record holds, and
    /// `logo` what was drawn of the image that its action brings.
    func plan(
        _ intent: Intent, secret: KeptSecret? = nil, logo: KeptLogo? = nil, tenant: Tenant,
        principal: Principal?, using random: inout some RandomNumberGenerator
    ) throws(APIError) -> Plan {
        switch intent {
        case .list(let list):
            return try plan(list, tenant: tenant)
        case .read(let name, let fields, let precondition):
            let query = texts.query(.read, of: name.resource, by: name.field, fields: fields)
            return Plan(
                statements: [Statement(query, address(of: name, tenant))], access: .read,
                reading: .record(name, fields, precondition))
        case .create(let create):
            return try plan(
                create, secret: secret, tenant: tenant, principal: principal, using: &random)
        case .replace(let name, let record, let precondition),
            .update(let name, let record, let precondition):
            let change = SecretChange(of: record, to: secret)
            return planChange(
                of: name, to: record, change, precondition, tenant: tenant, by: principal)
        case .delete(let name, let precondition):
            return planDeletion(of: name, precondition, tenant: tenant)
        case .act(.rotateClientSecret(let clientID, let format, let precondition)):
            let secret = Secret(format.make(using: &random))
            return planRotation(
                of: clientID, to: secret, precondition, tenant: tenant, by: principal)
        case .act(.deleteClients(let names)):
            return planDeletion(ofClients: names, tenant: tenant)
        case .act(.readLogo(let clientID, let precondition)):
            return planReading(ofLogoOf: clientID, precondition, tenant: tenant)
        case .act(.replaceLogo(let clientID, _, let precondition)):
            guard let logo else { preconditionFailure("an image of which no logo was drawn") }
            return planReplacement(
                ofLogoOf: clientID, by: logo, precondition, tenant: tenant, principal)
        }
    }

    /// The parameters that name a row: tenant, owner where rows are personal, key.
    func address(of name: RowName, _ tenant: Tenant) -> [Parameter] {
        var parameters: [Parameter] = [.integer(tenant.number)]
        if let owner = name.owner { parameters.append(.text(owner)) }
        parameters.append(.text(name.key))
        return parameters
    }

    private func plan(_ list: ListIntent, tenant: Tenant) throws(APIError) -> Plan {
        let resource = list.resource
        var parameters: [Parameter] = [.integer(tenant.number)]
        if let owner = list.owner { parameters.append(.text(owner)) }
        var matches: [StatementTexts.Shape.Match] = []
        for filter in list.filters {
            switch filter {
            case .equals(let field, let text):
                matches.append(.equals(field))
                parameters.append(.text(text))
            case .isOneOf(let field, let texts):
                matches.append(.isOneOf(field))
                parameters.append(.texts(texts))
            }
        }
        let start = try startParameters(of: list, tenant: tenant, into: &parameters)
        if let limit = list.page.limit { parameters.append(.integer(Int64(limit) + 1)) }
        if case .offset(let offset) = list.page.start, offset > 0 {
            parameters.append(.integer(Int64(offset)))
        }
        var selected = list.fields
        selected.insert(list.order.field)
        selected.insert(list.order.key)
        let verb = StatementTexts.Shape.Verb.page(
            list.order, start, limited: list.page.limit != nil)
        let query = texts.query(verb, of: resource, fields: selected, matches: matches)
        return Plan(
            statements: [Statement(query, parameters)], access: .read,
            reading: .page(Plan.ListReading(intent: list, selected: selected, tenant: tenant)),
            // Rows are skipped one by one, however many the client says.
            isAlone: start == .offset)
    }

    private func startParameters(
        of list: ListIntent, tenant: Tenant, into parameters: inout [Parameter]
    ) throws(APIError) -> StatementTexts.Shape.Start {
        switch list.page.start {
        case .offset(0): return .first
        case .offset: return .offset
        case .cursor(let text):
            guard let cursors else { throw Store.cursorsUnavailable }
            let scope = CursorScope(list, tenant: tenant)
            let position = try cursors.open(text, scope: scope)
            parameters.append(position.sortParameter)
            parameters.append(.text(position.key))
            return .cursor
        }
    }

    private func plan(
        _ create: CreateIntent, secret kept: KeptSecret?, tenant: Tenant, principal: Principal?,
        using random: inout some RandomNumberGenerator
    ) throws(APIError) -> Plan {
        var record = create.record
        let resource = record.resource
        for place in resource.keys where record[ordinal: place] == nil {
            let format = place == resource.key ? create.key ?? .uuid : .uuid
            record.set(.text(format.make(using: &random)), at: place)
        }
        record.note(principal, [.creator, .modifier])
        let version = FirstVersion.make(using: &random)
        record.set(.integer(version), at: resource.version)
        let keys = RowKeys(of: record)
        let insert = texts.query(.insert, of: resource, fields: record.fields)
        let made = create.secret.map { Secret($0.make(using: &random)) }
        var statements: [Statement] = []
        if let idempotency = create.idempotency {
            let answer = KeptAnswer(keys: keys, secret: made, version: version)
            statements += try keeping(answer, for: idempotency, of: resource, tenant: tenant)
        }
        statements.append(
            Statement(insert, [.integer(tenant.number)] + record.writtenParameters))
        if let secret = made.map({ KeptSecret(random: $0.exposed) }) ?? kept {
            statements.append(
                addition(of: secret, to: RowName(resource, key: keys.key), tenant: tenant))
        }
        return Plan(
            statements: statements, access: .write,
            reading: .created(
                Plan.Creation(
                    resource: resource, keys: keys, secret: made, version: version,
                    idempotency: create.idempotency)))
    }

    /// The change of a row, and of its secrets where it changed.
    func planChange(
        of name: RowName, to record: Record, _ secret: SecretChange,
        _ precondition: Precondition, tenant: Tenant, by principal: Principal?
    ) -> Plan {
        var record = record
        record.note(principal, [.modifier])
        var parameters = address(of: name, tenant)
        parameters += record.writtenParameters
        let check = appendVersions(of: precondition, to: &parameters)
        let query = texts.query(
            .update(check), of: name.resource, by: name.field, fields: record.fields)
        var statements = [Statement(query, parameters)]
        if check != .none { statements.append(probe(name, tenant)) }
        statements += self.statements(for: secret, of: name, tenant: tenant)
        return Plan(
            statements: statements, access: .write,
            reading: .change(Plan.Change(name: name, probes: check != .none)))
    }

    private func planDeletion(
        of name: RowName, _ precondition: Precondition, tenant: Tenant
    ) -> Plan {
        var parameters = address(of: name, tenant)
        let check = appendVersions(of: precondition, to: &parameters)
        let query = texts.query(.delete(check), of: name.resource, by: name.field)
        var statements = [Statement(query, parameters)]
        if check != .none { statements.append(probe(name, tenant)) }
        if name.resource.endsTokens {
            let tokens = texts.query(.endTokens, of: name.resource, by: name.field)
            statements.append(Statement(tokens, address(of: name, tenant)))
        }
        return Plan(
            statements: statements, access: .write,
            reading: .deletion(Plan.Change(name: name, probes: check != .none)))
    }

    /// Adds the versions that decide whether the row will do, and says how they do.
    private func appendVersions(
        of precondition: Precondition, to parameters: inout [Parameter]
    ) -> StatementTexts.Shape.VersionCheck {
        switch precondition {
        case .exists: return .none
        case .versions(let versions):
            parameters.append(.integers(versions))
            return .oneOf
        case .otherVersions(let versions):
            parameters.append(.integers(versions))
            return .noneOf
        }
    }

    /// Asks whether the row exists, for when a change that checks its version changed nothing.
    func probe(_ name: RowName, _ tenant: Tenant) -> Statement {
        Statement(
            texts.query(.probe, of: name.resource, by: name.field), address(of: name, tenant))
    }
}

extension Record {
    /// Sets the fields of these origins to the user who calls; to nothing, where that is nobody.
    fileprivate mutating func note(_ principal: Principal?, _ origins: Set<FieldOrigin>) {
        for (place, field) in resource.fields.enumerated() where origins.contains(field.origin) {
            set(principal?.subject.map(Value.text) ?? .null, at: place)
        }
    }
}
