/// The operations that are more than a row: each has its own file in `Store/Actions`.
public enum Action: Sendable {
    /// Replaces every secret of a client by a new one, at once.
    case rotateClientSecret(clientID: String, format: RandomText, Precondition)
    /// Deletes the clients that the texts name, with their tokens: by client id, or by
    /// registration id where no client has it as its client id. Others are left out.
    case deleteClients([String])
    /// Shows a client's logo.
    case readLogo(clientID: String, Precondition)
    /// Makes a client's logo, and the preview in its row, of an image.
    case replaceLogo(clientID: String, ImageUpload, Precondition)

    /// The kind of action, as route tables and metrics name it.
    public var kind: ActionKind {
        switch self {
        case .rotateClientSecret: .rotateClientSecret
        case .deleteClients: .deleteClients
        case .readLogo: .readLogo
        case .replaceLogo: .replaceLogo
        }
    }
}

/// The names of the actions.
public enum ActionKind: String, Sendable, Hashable, CaseIterable {
    case rotateClientSecret = "rotate_client_secret"
    case deleteClients = "delete_clients"
    case readLogo = "read_logo"
    case replaceLogo = "replace_logo"
}
