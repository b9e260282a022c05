/// The operations that are more than a row: each has its own file in `Store/Actions`.
public enum Action: Sendable {
    /// Replaces every secret of a client by a new one, at once.
    case rotateClientSecret(clientID: String, format: RandomText, Precondition)

    /// The kind of action, as route tables and metrics name it.
    public var kind: ActionKind {
        switch self {
        case .rotateClientSecret: .rotateClientSecret
        }
    }
}

/// The names of the actions.
public enum ActionKind: String, Sendable, Hashable, CaseIterable {
    case rotateClientSecret = "rotate_client_secret"
}
