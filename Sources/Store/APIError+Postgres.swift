// What the database refuses, in the domain's words: the one border between the two.

public import Domain
public import Postgres

extension APIError {
    /// What a failure of the database means to a client: the one place where that is decided.
    ///
    /// Nothing that a client can send may end as a defect; what the database refuses for its
    /// content is the client's mistake.
    public init(_ error: PostgresError) {
        let detail = String(reflecting: error)
        switch error.kind {
        case .unavailable:
            self.init(
                .unavailable, "the database is not available; try again shortly", detail: detail)
        case .queueFull:
            self.init(
                .unavailable, "too many requests are waiting; try again shortly", detail: detail)
        case .outcomeUnknown:
            self.init(
                .outcomeUnknown,
                "the database went away; it is not known whether the change was made",
                detail: detail)
        case .deadlinePassed:
            self.init(.timedOut, "the database did not answer in time", detail: detail)
        case .server(.checkViolation):
            self.init(constraint: error.constraint, detail: detail)
        case .server(let state):
            self.init(state, detail: detail)
        }
    }

    private init(_ state: SQLState, detail: String) {
        switch state {
        case .uniqueViolation:
            self.init(.conflict(key: nil), "there is one already", detail: detail)
        case .foreignKeyViolation:
            self.init(
                .conflict(key: nil), "something that this refers to does not exist", detail: detail)
        case .serializationFailure, .deadlockDetected:
            self.init(
                .conflict(key: nil), "another request changed the same; try again", detail: detail)
        case .queryCanceled:
            self.init(.timedOut, "the database did not answer in time", detail: detail)
        default:
            self.init(class: state, detail: detail)
        }
    }

    /// What a value breaks that only the whole row shows; the member is the catalog's.
    private init(constraint: String?, detail: String) {
        guard constraint == "client_redirect_uris" else {
            self.init(class: .checkViolation, detail: detail)
            return
        }
        let refusal = APIError.invalid(
            "redirect_uris", "must not be empty for the grant authorization_code")
        self.init(refusal.kind, refusal.sentence, detail: detail)
    }

    private init(class state: SQLState, detail: String) {
        switch state.class {
        case "22", "23":
            self.init(
                .badRequest(.unreadable(member: nil)), "a value cannot be stored as it was sent",
                detail: detail)
        case "08", "53", "55", "57", "25":
            self.init(
                .unavailable, "the database is not available; try again shortly", detail: detail)
        default:
            self.init(.defect, "something went wrong here", detail: detail)
        }
    }
}
