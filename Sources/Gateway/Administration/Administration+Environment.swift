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

    /// A moment as commands print it (RFC 3339).
    public static func text(of time: Timestamp) -> String {
        let (nanoseconds, overflow) = time.microseconds.multipliedReportingOverflow(by: 1000)
        return LogTime.text(WallTime(nanosecondsSince1970: overflow ? .max : nanoseconds))
    }
}
