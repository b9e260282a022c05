import Crypto

/// One step of the schema: a file of `sql/`, as it was when the program was built.
public struct Migration: Sendable, Hashable {
    /// The number that the file's name begins with; 1 and on, without a gap.
    public let version: Int64
    /// The rest of the file's name, without its extension.
    public let name: String
    /// SHA-256 of the file, in hexadecimal: an applied file must never change.
    public let checksum: String
    let text: String

    init(version: Int64, name: String, text: String) {
        self.version = version
        self.name = name
        self.text = text
        checksum = SHA256.hash(data: Array(text.utf8)).map(Self.hexadecimal).joined()
    }

    /// Every migration of this program, in order.
    public static let embedded: [Migration] = EmbeddedMigrations.all.map {
        Migration(version: $0.version, name: $0.name, text: $0.text)
    }

    /// Its number in four digits and its name, as the file is called.
    public var label: String {
        let digits = String(version)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + name
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

/// How a database's migrations compare with the program's.
public enum SchemaState: Sendable, Hashable {
    /// The database has had exactly the program's migrations.
    case current
    /// The program has this migration, and the database has not had it.
    case pending(Migration)
    /// The database has had a file of that number with another content.
    case edited(Migration)
    /// The database has had a migration that the program does not know: it is ahead.
    case unknown(version: Int64)

    /// Compares the checksums that a database has recorded, by version, with the program's files.
    ///
    /// The worst comes first: an edited file, then a pending one, then an unknown one.
    public init(applied: [Int64: String], known: [Migration] = Migration.embedded) {
        let edited = known.first { migration in
            applied[migration.version].map { $0 != migration.checksum } ?? false
        }
        let versions = Set(known.map(\.version))
        if let edited {
            self = .edited(edited)
        } else if let pending = known.first(where: { applied[$0.version] == nil }) {
            self = .pending(pending)
        } else if let unknown = applied.keys.filter({ !versions.contains($0) }).min() {
            self = .unknown(version: unknown)
        } else {
            self = .current
        }
    }
}
