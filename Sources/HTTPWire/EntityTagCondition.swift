// The preconditions that clients make of entity tags: If-Match and If-None-Match.

/// What If-Match or If-None-Match names: anything, or some tags.
public enum EntityTagCondition: Sendable, Hashable {
    /// `*`: whatever there is.
    case any
    /// One of these.
    case tags([EntityTag])

    /// Parses the values of all lines of the field, in order.
    ///
    /// - Returns: Nil where there is none or one is malformed.
    public init?(_ values: [String]) {
        let octets = Array(values.joined(separator: ",").utf8)
        if octets == [Octet.asterisk] {
            self = .any
            return
        }
        var tags: [EntityTag] = []
        var index = 0
        var expectsTag = true
        while index < octets.count {
            if octets[index].isWhitespace {
                index += 1
            } else if octets[index] == Octet.comma {
                // RFC 9110 §5.6.1.2: empty members of a list are passed over.
                expectsTag = true
                index += 1
            } else {
                guard expectsTag, let tag = EntityTag.next(octets, &index) else { return nil }
                tags.append(tag)
                expectsTag = false
            }
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// Says whether If-Match holds (RFC 9110 §13.1.1); `current` is nil where nothing is there.
    public func allowsChange(of current: EntityTag?) -> Bool {
        guard let current else { return false }
        return switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.matchesStrongly(current) }
        }
    }

    /// Says whether If-None-Match holds (RFC 9110 §13.1.2); where not, a GET is answered 304.
    public func isNoneOf(_ current: EntityTag?) -> Bool {
        guard let current else { return true }
        return switch self {
        case .any: false
        case .tags(let tags): !tags.contains { $0.matchesWeakly(current) }
        }
    }
}
