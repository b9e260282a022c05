import Dialects
import Domain

/// What an operation's kind alone says about its requests and answers, in every dialect.
extension Dialects.Operation {
    /// Whether the request's body holds the resource's members.
    var readsMembers: Bool {
        switch self {
        case .create, .replace, .update: true
        case .list, .read, .delete: false
        case .act(.rotateClientSecret): false
        }
    }

    /// Whether the operation is about one row that must exist.
    var namesRow: Bool {
        switch self {
        case .read, .replace, .update, .delete: true
        case .list, .create: false
        case .act(.rotateClientSecret): true
        }
    }

    /// Whether the operation changes something, so that a lost answer leaves a doubt.
    var changesRow: Bool {
        switch self {
        case .list, .read: false
        case .create, .replace, .update, .delete, .act: true
        }
    }

    /// Whether `If-Match` and `If-None-Match` say in which state the row must be.
    var isConditional: Bool { namesRow }

    /// Whether the answer shows the row's entity tag.
    var showsEntityTag: Bool {
        switch self {
        case .read, .create, .replace, .update: true
        case .list, .delete: false
        case .act(.rotateClientSecret): true
        }
    }
}
