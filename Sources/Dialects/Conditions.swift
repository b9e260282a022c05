import Domain
import HTTPWire

/// Entity tags and conditions: a row's version is its tag, the same in every dialect.
enum Conditions {
    /// The tag of a version.
    static func tag(_ version: Int64) -> EntityTag? { EntityTag(opaque: String(version)) }

    /// What a change asks of the row: both `If-Match` and `If-None-Match` (RFC 9110 §13.2.2), whose
    /// `*` no row satisfies.
    ///
    /// Throws where a field is malformed.
    static func precondition(of request: Request) throws(APIError) -> Precondition {
        let wanted = try match(of: request)
        let values = request.fields.values(of: .ifNoneMatch)
        guard !values.isEmpty else { return wanted }
        guard let condition = EntityTagCondition(values) else {
            throw .badRequest("If-None-Match must be a list of entity tags in quotes, or *")
        }
        switch condition {
        case .any: return .versions([])
        case .tags(let tags):
            // Weak tags count here: RFC 9110 §13.1.2 asks for the weak comparison.
            let unwanted = tags.compactMap(version)
            guard case .versions(let versions) = wanted else {
                return unwanted.isEmpty ? .exists : .otherVersions(unwanted)
            }
            return .versions(versions.filter { !unwanted.contains($0) })
        }
    }

    /// Holds a request against what it names where that is no row: it is there, and has no tag.
    static func checkUntagged(_ request: Request) throws(APIError) {
        switch try precondition(of: request) {
        case .exists, .otherVersions: return
        case .versions: throw .preconditionFailed
        }
    }

    /// What `If-Match` asks of the row (RFC 9110 §13.1.1).
    ///
    /// A tag that is none of ours matches no version. Throws where the field is malformed.
    static func match(of request: Request) throws(APIError) -> Precondition {
        let values = request.fields.values(of: .ifMatch)
        guard !values.isEmpty else { return .exists }
        guard let condition = EntityTagCondition(values) else {
            throw .badRequest("If-Match must be a list of entity tags in quotes, or *")
        }
        switch condition {
        case .any: return .exists
        case .tags(let tags):
            return .versions(tags.filter { !$0.isWeak }.compactMap(version))
        }
    }

    /// What `If-Match` asks of something whose only tag is weak: none satisfies it, `*` does.
    static func matchOfWeak(of request: Request) throws(APIError) -> Precondition {
        switch try match(of: request) {
        case .exists: .exists
        case .versions, .otherVersions: .versions([])
        }
    }

    /// The version whose tag this is; tags are compared by their octets, so `"04"` is nobody's.
    private static func version(of tag: EntityTag) -> Int64? {
        guard let version = Int64(tag.opaque), String(version) == tag.opaque else { return nil }
        return version
    }

    /// Whether `If-None-Match` says that the client has this version already.
    static func isKnown(_ version: Int64, to request: Request) -> Bool {
        isKnown(tag(version), to: request)
    }

    /// Whether `If-None-Match` says that the client has what the tag is of.
    static func isKnown(_ tag: EntityTag?, to request: Request) -> Bool {
        let values = request.fields.values(of: .ifNoneMatch)
        guard !values.isEmpty, let condition = EntityTagCondition(values) else { return false }
        return !condition.isNoneOf(tag)
    }
}

extension Response {
    /// The same response with a version's entity tag.
    ///
    /// Not to a PUT: what is stored, and shown, is not the body as it was sent (RFC 9110 §9.3.4).
    func tagged(_ version: Int64, of call: Call) -> Response {
        guard call.request.method != .put, let tag = Conditions.tag(version) else { return self }
        var response = self
        response.append(.entityTag, FieldValue(sanitizing: tag.description))
        return response
    }
}
