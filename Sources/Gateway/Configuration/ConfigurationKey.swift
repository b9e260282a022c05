/// One row of the table of keys: how a key is called, what it takes, and where its value goes.

/// A key of the configuration.
public struct ConfigurationKey: Sendable {
    /// Where the key stands in the file: `limits.body` is `body` in the section `limits`.
    public let name: String
    /// What the key decides, in one sentence.
    public let documentation: String
    /// What a value must be: `a size from 1KiB to 64MiB`.
    public let expectation: String
    /// Whether the value is never shown, and may also be given as the path of a file.
    public let isSecret: Bool
    /// Whether a reload applies a new value; one that is not live waits for the next start.
    public let isLive: Bool

    /// Puts a value where it belongs; false where it is not what is expected.
    let assign: @Sendable (ConfigurationText, inout Configuration) -> Bool
    /// A configuration's value as the file writes it; nil where there is none, and for secrets.
    let text: @Sendable (Configuration) -> String?
    /// Whether two configurations differ in this key.
    let differs: @Sendable (Configuration, Configuration) -> Bool

    /// Copies the value of the first configuration into the second.
    let copy: @Sendable (Configuration, inout Configuration) -> Void

    /// When a new value takes effect.
    enum Effect: Sendable {
        /// With the next reload.
        case live
        /// With the next start.
        case restart
    }

    init<Value: Sendable & Equatable>(
        _ name: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
        _ format: ValueFormat<Value>, _ effect: Effect, _ documentation: String
    ) {
        self.init(name, path, format, effect, documentation, isSecret: false)
    }

    init<Value: Sendable & Equatable>(
        secret name: String,
        _ path: any WritableKeyPath<Configuration, Redacted<Value>?> & Sendable,
        _ format: ValueFormat<Value>, _ effect: Effect, _ documentation: String
    ) {
        self.init(name, path, .secret(format), effect, documentation, isSecret: true)
    }

    private init<Value: Sendable & Equatable>(
        _ name: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
        _ format: ValueFormat<Value>, _ effect: Effect, _ documentation: String, isSecret: Bool
    ) {
        self.name = name
        self.documentation = documentation
        self.isSecret = isSecret
        expectation = format.expectation
        isLive = effect == .live
        assign = { text, configuration in
            guard let value = format.read(text) else { return false }
            configuration[keyPath: path] = value
            return true
        }
        text = { format.write($0[keyPath: path]) }
        copy = { $1[keyPath: path] = $0[keyPath: path] }
        differs = { $0[keyPath: path] != $1[keyPath: path] }
    }
}

extension ConfigurationKey {
    /// The value that holds where the key is not set, as the file writes it; nil where there is
    /// none.
    public var defaultText: String? {
        text(Configuration())
    }

    /// The key that names a file to read a secret from; nil for a key that is no secret.
    public var fileKeyName: String? {
        isSecret ? name + Self.fileSuffix : nil
    }

    /// The environment variable that overrides the key in the file.
    public var environmentVariable: String {
        Self.environmentVariable(of: name)
    }

    static let fileSuffix = "_file"

    static func environmentVariable(of name: String) -> String {
        "POSTERN_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }
}

/// Two keys of which the first must not exceed the second.
struct ConfigurationRelation: Sendable {
    let smaller: String
    let larger: String
    let holds: @Sendable (Configuration) -> Bool

    init<Value: Comparable & Sendable>(
        _ smaller: String, _ smallerPath: any KeyPath<Configuration, Value> & Sendable,
        isAtMost larger: String, _ largerPath: any KeyPath<Configuration, Value> & Sendable
    ) {
        self.smaller = smaller
        self.larger = larger
        holds = { $0[keyPath: smallerPath] <= $0[keyPath: largerPath] }
    }
}
