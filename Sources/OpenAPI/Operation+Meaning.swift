import Dialects
import Domain
import HTTPWire

/// What an operation's kind alone says about its requests and answers, in every dialect.
extension Dialects.Operation {
    /// Whether the request's body holds the resource's members.
    var readsMembers: Bool {
        switch self {
        case .create, .replace, .update: true
        case .list, .read, .delete: false
        case .act(.rotateClientSecret), .act(.deleteClients), .act(.readLogo),
            .act(.replaceLogo):
            false
        }
    }

    /// Whether the request's body is a form with an image.
    var readsImage: Bool { self == .act(.replaceLogo) }

    /// Whether the operation is about one row that must exist.
    var namesRow: Bool {
        switch self {
        case .read, .replace, .update, .delete: true
        case .list, .create, .act(.deleteClients): false
        case .act(.rotateClientSecret), .act(.readLogo), .act(.replaceLogo): true
        }
    }

    /// Whether the operation changes something, so that a lost answer leaves a doubt.
    var changesRow: Bool {
        switch self {
        case .list, .read, .act(.readLogo): false
        case .create, .replace, .update, .delete, .act(.rotateClientSecret),
            .act(.deleteClients), .act(.replaceLogo):
            true
        }
    }

    /// Whether what is shown has a tag, by which a client can ask whether it has changed.
    var showsOneState: Bool { self == .read || self == .act(.readLogo) }

    /// Whether `If-Match` and `If-None-Match` say in which state the row must be; a set of rows is
    /// in none, which only `*` and other tags than its own can ask about.
    var isConditional: Bool { namesRow || self == .create || self == .act(.deleteClients) }
}

extension Route {
    /// Whether the answer shows the row's entity tag; no PUT's does (RFC 9110 §9.3.4).
    var showsEntityTag: Bool {
        switch operation {
        case .read, .create, .replace, .update, .act(.rotateClientSecret), .act(.readLogo),
            .act(.replaceLogo):
            method != .put
        case .list, .delete, .act(.deleteClients): false
        }
    }

    /// Whether a request may say whose rows it is about.
    var namesTenant: Bool {
        projection.members.contains { projection.resource.fields[$0.ordinal].origin == .tenant }
    }
}
