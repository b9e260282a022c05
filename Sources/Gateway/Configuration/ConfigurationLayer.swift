/// One source of values, read with swift-configuration, which knows YAML and marks secrets.

import Configuration
import Synchronization

/// The file, the environment or the flags: values by key, and the names that stand there.
struct ConfigurationLayer {
    /// The names of the keys that the source sets, known or not, as `Configuration.keys` spells
    /// them.
    let names: [String]
    private let snapshot: any ConfigSnapshot
    private let source: Source

    private enum Source {
        case file(path: String)
        case environment
        case flags
    }

    /// The file's values.
    static func file(_ path: String) throws(ConfigurationError) -> ConfigurationLayer {
        var bytes = try BoundedFile.read(path)
        if Self.saysNothing(bytes) {
            // To the library that is no mapping; to us it is one without keys.
            bytes = Array("{}".utf8)
        }
        // The library asks for each key whether it is secret; that is where its name is learned.
        let names = Mutex<[String]>([])
        let options = YAMLSnapshot.ParsingOptions(
            secretsSpecifier: .dynamic { name, _ in
                names.withLock { $0.append(name) }
                return Configuration.secretNames.contains(name)
            })
        do {
            let snapshot = try YAMLSnapshot(
                data: bytes.span.bytes, providerName: path, parsingOptions: options)
            return ConfigurationLayer(
                names: names.withLock { $0.sorted() }, snapshot: snapshot, source: .file(path: path)
            )
        } catch {
            // The first line says where and what; the others would show the file's text.
            let reason = "\(error)".prefix { !$0.isNewline }
            throw ConfigurationError(.file(path), nil, .malformed(String(reason)))
        }
    }

    /// The values of the variables that start with `POSTERN_`.
    static func environment(_ variables: [String: String]) -> ConfigurationLayer {
        let ours = variables.filter { Self.isOurs($0.key) }
        let byVariable = Configuration.namesByVariable
        let provider = EnvironmentVariablesProvider(
            environmentVariables: ours,
            secretsSpecifier: .dynamic { variable, _ in
                Configuration.secretNames.contains(byVariable[variable] ?? "")
            })
        return ConfigurationLayer(
            names: ours.keys.sorted().map { byVariable[$0] ?? $0 },
            snapshot: provider.snapshot(), source: .environment)
    }

    /// The values of flags, by the names of their keys.
    static func flags(_ flags: [String: String]) -> ConfigurationLayer {
        let values = flags.map { name, value in
            (
                AbsoluteConfigKey(name.split(separator: ".").map(String.init)),
                ConfigValue(.string(value), isSecret: Configuration.secretNames.contains(name))
            )
        }
        let provider = InMemoryProvider(
            values: Dictionary(values) { _, last in last })
        return ConfigurationLayer(
            names: flags.keys.sorted(), snapshot: provider.snapshot(), source: .flags)
    }

    /// The value of a key as it is spelled here; nil where the source does not set it, or sets it
    /// to nothing.
    func text(of name: String) -> ConfigurationText? {
        if let one = value(name, .string), case .string(let text) = one.content {
            return isNothing(text) ? nil : .one(text)
        }
        if let several = value(name, .stringArray), case .stringArray(let items) = several.content {
            return .list(items)
        }
        return nil
    }

    /// Whether the source is the environment, whose names are not those of the keys.
    var isEnvironment: Bool {
        guard case .environment = source else { return false }
        return true
    }

    /// A key's name as it is written in this source.
    func spelling(of name: String) -> String {
        guard isEnvironment, !name.hasPrefix(Self.prefix) else { return name }
        return ConfigurationKey.environmentVariable(of: name)
    }

    /// Where a key's value comes from, for an error.
    func place(of name: String) -> ConfigurationError.Place {
        switch source {
        case .file(let path): .file(path)
        case .environment: .environment(spelling(of: name))
        case .flags: .flag("--" + name)
        }
    }
}

extension ConfigurationLayer {
    private static let prefix = "POSTERN_"

    /// Whether a variable is meant as a key of ours; those that are not are passed over.
    private static func isOurs(_ variable: String) -> Bool {
        // Kubernetes sets POSTERN_SERVICE_HOST, POSTERN_PORT_8080_TCP and the like for a service of
        // this name.
        let marksOfKubernetes = ["_SERVICE_HOST", "_SERVICE_PORT", "_PORT"]
        return variable.hasPrefix(prefix) && !variable.hasPrefix(prefix + "TEST_")
            && !Configuration.otherVariables.contains(variable)
            && !marksOfKubernetes.contains { variable.contains($0) }
    }

    private func value(_ name: String, _ type: ConfigType) -> ConfigValue? {
        var components = name.split(separator: ".").map(String.init)
        if isEnvironment {
            components.insert("postern", at: 0)
        }
        // A value of another type counts as none here: the caller asks for both types there are.
        return try? snapshot.value(forKey: AbsoluteConfigKey(components), type: type).value
    }

    /// Whether a file consists of comments and empty lines.
    private static func saysNothing(_ bytes: [UInt8]) -> Bool {
        bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.allSatisfy { line in
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return first == nil || first == UInt8(ascii: "#")
        }
    }

    private func isNothing(_ text: String) -> Bool {
        guard case .file = source else { return text.isEmpty }
        return ["", "~", "null"].contains(text)
    }
}
