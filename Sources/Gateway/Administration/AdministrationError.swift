import Domain
import Postgres
import Store

/// Why a command could not be carried out, in one line for whoever gave it.
public struct AdministrationError: Error, Sendable, CustomStringConvertible {
    /// The line, without a final period.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What the database said; what it says of a schema that is not there yet has a remedy.
    init(_ error: PostgresError) {
        switch error.sqlState {
        case .undefinedTable?, .invalidSchemaName?:
            self = .notMigrated
        case .insufficientPrivilege?:
            self.init(
                "the database does not permit this to its user; use the URL of the schema's owner")
        default:
            self.init(Self.sentence(of: error))
        }
    }

    init(_ error: APIError) {
        let detail = error.detail.map { ": " + Self.oneLine($0) } ?? ""
        self.init(error.sentence + detail)
    }

    init(_ failure: Migrator.Failure) {
        switch failure {
        case .database(let error): self.init(error)
        case .refused, .edited, .outOfOrder: self.init(Self.oneLine(failure.description))
        }
    }

    static let notMigrated = AdministrationError(
        "the database has no tables of Postern yet; run: postern migrate up")

    static func unknownTenant(_ slug: Slug) -> AdministrationError {
        AdministrationError("there is no tenant \(slug)")
    }

    /// What the error says to everybody, and what the server said after a colon.
    private static func sentence(of error: PostgresError) -> String {
        let parts = String(reflecting: error).split(separator: " detail=", maxSplits: 1)
        guard parts.count == 2 else { return oneLine(error.description) }
        return "\(parts[0].dropLast()): " + oneLine(parts[1])
    }

    private static func oneLine(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension SQLState {
    /// 3F000: the schema does not exist.
    static let invalidSchemaName = SQLState(rawValue: "3F000")
}
