/// Why a start, or a reload, is refused: which source, which key, and what was expected there.

/// A configuration that cannot be used.
///
/// Its `description` is one line for an operator, and never shows the value of a secret.
public struct ConfigurationError: Error, Sendable, Equatable {
    /// Where the fault is.
    public let place: Place
    /// The key at fault, or nil where the source as a whole is.
    public let key: String?
    /// What is wrong there.
    public let problem: Problem

    /// A place where values come from.
    public enum Place: Sendable, Equatable {
        /// The configuration file, or a file that holds a secret.
        case file(String)
        /// An environment variable.
        case environment(String)
        /// A flag of the command line.
        case flag(String)
        /// None: no source sets the key.
        case nowhere
    }

    /// What can be wrong.
    public enum Problem: Sendable, Equatable {
        /// The file cannot be read, for this reason.
        case unreadable(String)
        /// The file is not the YAML that is expected, for this reason.
        case malformed(String)
        /// There is no such key; the nearest that there is, or nil.
        case unknownKey(nearest: String?)
        /// The value is not what is expected; the value itself, or nil for a secret.
        case unexpectedValue(expectation: String, value: String?)
        /// The key's value exceeds another key's.
        case exceeds(key: String, value: String, limit: String)
        /// The same source gives a secret and a file that holds it.
        case givenTwice(fileKey: String)
        /// A key is needed that no source sets.
        case missing(expectation: String)
    }

    init(_ place: Place, _ key: String?, _ problem: Problem) {
        self.place = place
        self.key = key
        self.problem = problem
    }

    /// The error for a command that cannot do without a key that is not set.
    ///
    /// - Parameter key: one of `Configuration.keys`.
    /// - Returns: an error that names the key and the environment variable for it.
    public static func missing(_ key: ConfigurationKey) -> ConfigurationError {
        ConfigurationError(.nowhere, key.name, .missing(expectation: key.expectation))
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// The place, the key and what is wrong, in one line.
    public var description: String {
        let subject = key.map { "\($0) " } ?? ""
        let sentence =
            switch problem {
            case .unreadable(let reason): "\(subject)cannot be read: \(reason)"
            case .malformed(let reason): "\(subject)is not the YAML that is expected: \(reason)"
            case .unknownKey(let nearest):
                "\(subject)is not known" + (nearest.map { "; did you mean \($0)?" } ?? "")
            case .unexpectedValue(let expectation, let value):
                "\(subject)must be \(expectation)"
                    + (value.map { "; it is \(Self.quoted($0))" } ?? "")
            case .exceeds(let key, let value, let limit):
                "\(subject)is \(value); it must not be more than \(key), which is \(limit)"
            case .givenTwice(let fileKey):
                "\(subject)is given twice; keep either it or \(fileKey)"
            case .missing(let expectation):
                "\(subject)is needed: \(expectation)"
            }
        switch place {
        case .file(let path): return "\(path): \(sentence)"
        case .environment(let name): return "environment variable \(name): \(sentence)"
        case .flag(let name): return "flag \(name): \(sentence)"
        case .nowhere: return sentence
        }
    }

    /// A value as it stands, but short and on one line.
    private static func quoted(_ value: String) -> String {
        let line = value.unicodeScalars.prefix(80).map {
            $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : String($0)
        }
        return "\"" + line.joined() + (value.unicodeScalars.count > 80 ? "…\"" : "\"")
    }
}
