import Domain
public import Postgres

/// What the store is about to ask the database, as a value: testable without one.
public struct Plan: Sendable {
    /// The statements of one transaction, in order.
    public let statements: [Statement]
    /// Whether they change anything: a read may be tried again, a write may not.
    public let access: TransactionAccess
    let reading: Reading
    /// Whether it may take long, and so must not hold up what would be sent with it.
    var isAlone = false

    /// How the rows are read back into an outcome.
    enum Reading: Sendable {
        /// The last statement's rows are a page.
        case page(ListReading)
        /// The last statement's row is the record, if it is in the state that is asked for.
        case record(RowName, FieldSet, Precondition)
        /// Every statement succeeds or the transaction fails.
        case created(Creation)
        /// The first statement's row says the new version; see `Change`.
        case change(Change)
        /// As `change`; the row is gone.
        case deletion(Change)
        /// As `change`; the secret is the client's only one now.
        case rotation(Change, secret: Secret)
        /// What was named is gone now, whether or not it was there.
        case absence
        /// The statement's row is the client's logo, if it may be any.
        case logo(RowName, Precondition)
    }

    /// What is needed to read a page.
    struct ListReading: Sendable {
        let intent: ListIntent
        /// Fields selected: those shown, and those that a cursor needs.
        let selected: FieldSet
        let tenant: Tenant
    }

    /// A row to be made, with what the gateway made for it.
    struct Creation: Sendable {
        let resource: Resource
        let keys: RowKeys
        let secret: Secret?
        let version: Int64
        let idempotency: IdempotencyKey?
    }

    /// A change to one row; where it changed none, the second statement, if there is one, tells
    /// a missing row from one that is not in the expected state.
    struct Change: Sendable {
        let name: RowName
        let probes: Bool
    }
}
