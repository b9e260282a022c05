// What commands take from the environment, and how they print a moment.

public import Domain
import Reactor

extension Administration {
    /// The database's URL as the environment gives it: in `POSTERN_DATABASE_URL`, or in the file
    /// that `POSTERN_DATABASE_URL_FILE` names; nil where neither is set.
    ///
    /// Throws where the file cannot be read.
    public static func databaseURL(
        in environment: [String: String]
    ) throws(AdministrationError) -> String? {
        if let url = environment["POSTERN_DATABASE_URL"], !url.isEmpty { return url }
        guard let path = environment["POSTERN_DATABASE_URL_FILE"] else { return nil }
        do throws(ConfigurationError) {
            let text = String(decoding: try BoundedFile.read(path), as: UTF8.self)
            return text.split(whereSeparator: \.isWhitespace).first.map(String.init)
        } catch {
            throw AdministrationError("\(error)")
        }
    }

    /// `secrets.key` as a gateway would have it: from the environment, in `POSTERN_SECRETS_KEY` or
    /// in the file that `POSTERN_SECRETS_KEY_FILE` names, or from the configuration's file; nil
    /// where none of them says.
    package static func secretsKey(
        config: String?, in environment: [String: String]
    ) throws(ConfigurationError) -> Redacted<[UInt8]>? {
        let variables = ["POSTERN_SECRETS_KEY", "POSTERN_SECRETS_KEY_FILE"]
        return try Configuration.load(
            file: config ?? environment["POSTERN_CONFIG"],
            environment: environment.filter { variables.contains($0.key) }
        ).secrets.key
    }

    /// A moment as commands print it (RFC 3339).
    public static func text(of time: Timestamp) -> String {
        let (nanoseconds, overflow) = time.microseconds.multipliedReportingOverflow(by: 1000)
        return LogTime.text(WallTime(nanosecondsSince1970: overflow ? .max : nanoseconds))
    }
}
