// SQLSTATE codes by name: those that Postern tells apart.

/// A five-character SQLSTATE as PostgreSQL reports it.
public struct SQLState: RawRepresentable, Sendable, Hashable {
    /// The five characters, such as `23505`.
    public let rawValue: String

    /// Wraps any code; no check is made that PostgreSQL knows it.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters, such as `23` for integrity constraint violations.
    public var `class`: Substring {
        rawValue.prefix(2)
    }

    /// 08006: the connection broke.
    public static let connectionFailure = SQLState(rawValue: "08006")
    /// 0A000: among others, a cached plan whose result type has changed.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// 22001: a value is longer than its column.
    public static let stringDataRightTruncation = SQLState(rawValue: "22001")
    /// 22003: a number is outside its type's range.
    public static let numericValueOutOfRange = SQLState(rawValue: "22003")
    /// 22021: bytes that are not text in the database's encoding, NUL among them.
    public static let characterNotInRepertoire = SQLState(rawValue: "22021")
    /// 22P02: a text that does not spell a value of the type.
    public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
    /// 23502: NULL where a value is required.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// 23503: a row refers to another that does not exist, or is still referred to.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// 23505: a row with these values exists already.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// 23514: a row breaks a check.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// 25006: a write reached a server that is read-only, as a standby is.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// 26000: the server does not know this prepared statement.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// 28P01: the password is wrong.
    public static let invalidPassword = SQLState(rawValue: "28P01")
    /// 3D000: the database does not exist.
    public static let invalidCatalogName = SQLState(rawValue: "3D000")
    /// 40001: concurrent transactions could not be put in an order.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// 40P01: transactions waited for one another.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// 42501: not permitted; what row security says to a row of another tenant, too.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// 42601: the statement cannot be parsed.
    public static let syntaxError = SQLState(rawValue: "42601")
    /// 42P01: the table does not exist.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// 53100: the disk is full.
    public static let diskFull = SQLState(rawValue: "53100")
    /// 53300: no connection is left.
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// 55P03: a lock was not available in time.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// 57014: the statement was cancelled, as its timeout does.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// 57P01: the server ends the connection on an administrator's order.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// 57P02: the server ends the connection because another process crashed.
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// 57P03: the server is starting, stopping or recovering.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
}
