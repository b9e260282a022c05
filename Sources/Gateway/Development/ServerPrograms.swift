import Glibc

/// PostgreSQL's programs, of one version.
struct ServerPrograms {
    /// The first version that has everything the schema uses.
    static let majorVersionMin = 15

    let majorVersion: Int
    private let folder: String

    /// Finds the programs of the given version, or the newest ones; throws where there are none.
    init(majorVersion wanted: Int?) throws(DevelopmentError) {
        let candidates = Self.candidates().filter { wanted == nil || $0.majorVersion == wanted }
        guard let newest = candidates.max(by: { $0.majorVersion < $1.majorVersion }) else {
            throw DevelopmentError(
                "PostgreSQL \(wanted.map(String.init) ?? "\(Self.majorVersionMin) or later") "
                    + "is not installed, neither on PATH nor in /usr/lib/postgresql"
                    + (wanted == nil ? "" : "; --fresh starts over with another version"))
        }
        self = newest
    }

    private init?(folder: String, majorVersion: Int?) {
        guard let majorVersion, majorVersion >= Self.majorVersionMin,
            ["initdb", "postgres", "pg_ctl"].allSatisfy({ access("\(folder)/\($0)", X_OK) == 0 })
        else { return nil }
        self.folder = folder
        self.majorVersion = majorVersion
    }

    /// A program's path.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    private static func candidates() -> [ServerPrograms] {
        let debian = (majorVersionMin...majorVersionMin + 20).compactMap {
            ServerPrograms(folder: "/usr/lib/postgresql/\($0)/bin", majorVersion: $0)
        }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let others = path.split(separator: ":").compactMap { folder -> ServerPrograms? in
            guard access("\(folder)/initdb", X_OK) == 0 else { return nil }
            return ServerPrograms(folder: String(folder), majorVersion: version(in: String(folder)))
        }
        return debian.isEmpty ? others : debian
    }

    /// The major version of `postgres --version`: "postgres (PostgreSQL) 15.8 (Debian …)".
    private static func version(in folder: String) -> Int? {
        guard let text = try? Pipe.output(of: ["\(folder)/postgres", "--version"]) else {
            return nil
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.lazy.compactMap { word in
            word.first?.isNumber == true ? Int(word.prefix(while: \.isNumber)) : nil
        }.first
    }
}
