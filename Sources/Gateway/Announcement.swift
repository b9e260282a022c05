import Postgres

/// What the database announces to every gateway, and whether announcements can be relied on.
enum Announcement: Sendable, Equatable {
    /// From now on nothing is missed.
    case linkUp
    /// From now on something may be missed.
    case linkDown
    /// The tenant registry changed, or some tenant's signing keys.
    case tenantsChanged
    /// The token whose hash starts with these eight bytes ended.
    case tokenRevoked(prefix: UInt64)
    /// Many tokens of a tenant ended.
    case tokensRevoked(tenant: Int64)

    /// The channels that the database notifies.
    static let channels = ["postern_tenant", "postern_revocation"]

    /// Reads an event of the notification link; nil for a payload that is none of ours.
    init?(_ event: NotificationLink.Event) {
        switch event {
        case .up: self = .linkUp
        case .down: self = .linkDown
        case .notification(channel: "postern_tenant", _): self = .tenantsChanged
        case .notification(channel: "postern_revocation", let payload):
            let words = payload.split(separator: " ")
            if words.count == 2, let prefix = UInt64(words[1], radix: 16) {
                self = .tokenRevoked(prefix: prefix)
            } else if words.count == 1, let tenant = Int64(words[0]) {
                self = .tokensRevoked(tenant: tenant)
            } else {
                return nil
            }
        case .notification: return nil
        }
    }
}
