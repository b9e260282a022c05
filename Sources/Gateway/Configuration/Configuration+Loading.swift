/// From sources to a configuration: flags before environment before file before defaults.

extension Configuration {
    /// Reads the configuration from everything that may set a key.
    ///
    /// - Parameters:
    ///   - file: the path of the YAML file, or nil for none.
    ///   - environment: the process's environment; `POSTERN_LIMITS_BODY` is `limits.body`, other
    ///     prefixes are ignored.
    ///   - flags: values by the names of their keys, as `["loops": "2"]`; they outrank the
    ///     environment.
    /// - Returns: the configuration, every value of it in its range.
    /// - Throws: `ConfigurationError` for the first fault: a key that is not known, a value that is
    ///   not what is expected, a file that cannot be read.
    public static func load(
        file: String?, environment: [String: String], flags: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        var layers = [ConfigurationLayer.flags(flags), .environment(environment)]
        if let file {
            layers.append(try .file(file))
        }
        for layer in layers {
            try layer.refuseUnknownKeys()
        }
        var configuration = Configuration()
        var places: [String: ConfigurationError.Place] = [:]
        for key in keys {
            for layer in layers {
                guard let place = try layer.read(key, into: &configuration) else { continue }
                places[key.name] = place
                break
            }
        }
        try configuration.checkRelations(places)
        return configuration
    }

    /// The keys in which two configurations differ, by when the new value takes effect.
    ///
    /// - Parameters:
    ///   - old: the configuration that is in use.
    ///   - new: the configuration to use from now on.
    /// - Returns: the keys that a reload applies, and those that wait for the next start.
    public static func changes(
        from old: Configuration, to new: Configuration
    ) -> (live: [ConfigurationKey], restart: [ConfigurationKey]) {
        let changed = keys.filter { $0.differs(old, new) }
        return (changed.filter(\.isLive), changed.filter { !$0.isLive })
    }

    /// A configuration as a reload applies it: the live keys of a new one, the rest of this one.
    ///
    /// - Parameter new: the configuration that was read again.
    /// - Returns: what holds until the next start.
    public func reloaded(with new: Configuration) -> Configuration {
        var reloaded = self
        for key in Self.keys where key.isLive {
            key.copy(new, &reloaded)
        }
        return reloaded
    }

    private func checkRelations(
        _ places: [String: ConfigurationError.Place]
    ) throws(ConfigurationError) {
        for relation in Self.relations where !relation.holds(self) {
            throw ConfigurationError(
                // The defaults keep every relation, so at least one of the two is set somewhere.
                places[relation.smaller] ?? places[relation.larger] ?? .nowhere,
                relation.smaller,
                .exceeds(
                    key: relation.larger, value: text(of: relation.smaller),
                    limit: text(of: relation.larger)))
        }
    }

    private func text(of name: String) -> String {
        Self.keys.first { $0.name == name }?.text(self) ?? ""
    }
}

extension Configuration {
    /// The variables that start like ours and are read by others: by the command line and by
    /// docker-compose.yml.
    static let otherVariables: Set<String> = [
        "POSTERN_CONFIG", "POSTERN_BASE_DOMAIN", "POSTERN_SECRETS", "POSTERN_SUBNET",
    ]

    /// The names of all keys, with those that name a secret's file.
    static let names: [String] = keys.flatMap { [$0.name] + ($0.fileKeyName.map { [$0] } ?? []) }

    /// The names of the keys whose values are not shown.
    static let secretNames = Set(keys.filter(\.isSecret).map(\.name))

    /// The names of all keys by their environment variables.
    static let namesByVariable: [String: String] = Dictionary(
        names.map { (ConfigurationKey.environmentVariable(of: $0), $0) }
    ) { first, _ in first }
}

extension ConfigurationLayer {
    /// Refuses the first name that is no key's.
    fileprivate func refuseUnknownKeys() throws(ConfigurationError) {
        for name in names where !Configuration.names.contains(name) {
            let keysOfSection = Configuration.names.filter { $0.hasPrefix(name + ".") }
            if let example = keysOfSection.first {
                // A section whose keys are all in comments is a key without a value.
                guard let text = text(of: name) else { continue }
                throw ConfigurationError(
                    place(of: name), name,
                    .unexpectedValue(
                        expectation: "a section with keys such as \(example)", value: text.shown))
            }
            let known = Configuration.names.map { spelling(of: $0) }
            throw ConfigurationError(
                place(of: name), isEnvironment ? nil : name,
                .unknownKey(nearest: Spelling.nearest(to: name, among: known)))
        }
    }

    /// Reads a key's value, or the file that holds it; returns where it stands, or nil where it
    /// does not.
    fileprivate func read(
        _ key: ConfigurationKey, into configuration: inout Configuration
    ) throws(ConfigurationError) -> ConfigurationError.Place? {
        let text = text(of: key.name)
        if let fileKeyName = key.fileKeyName, let path = self.text(of: fileKeyName) {
            guard text == nil else {
                throw ConfigurationError(
                    place(of: key.name), key.name, .givenTwice(fileKey: spelling(of: fileKeyName)))
            }
            return try readSecret(key, from: path, namedBy: fileKeyName, into: &configuration)
        }
        guard let text else { return nil }
        guard key.assign(text, &configuration) else {
            throw ConfigurationError(
                place(of: key.name), key.name,
                .unexpectedValue(
                    expectation: key.expectation, value: key.isSecret ? nil : text.shown))
        }
        return place(of: key.name)
    }

    private func readSecret(
        _ key: ConfigurationKey, from path: ConfigurationText, namedBy fileKeyName: String,
        into configuration: inout Configuration
    ) throws(ConfigurationError) -> ConfigurationError.Place {
        guard case .one(let path) = path else {
            throw ConfigurationError(
                place(of: fileKeyName), fileKeyName,
                .unexpectedValue(expectation: "the path of a file", value: path.shown))
        }
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.read(path)
        } catch {
            throw ConfigurationError(
                place(of: fileKeyName), "\(fileKeyName): \(path)", error.problem)
        }
        // Editors and `echo` end a file with a newline that is no part of the secret.
        let secret = String(decoding: bytes, as: UTF8.self).trimmed
        guard key.assign(.one(secret), &configuration) else {
            throw ConfigurationError(
                .file(path), key.name,
                .unexpectedValue(expectation: key.expectation, value: nil))
        }
        return .file(path)
    }
}

extension ConfigurationText {
    /// The text for an error.
    fileprivate var shown: String {
        switch self {
        case .one(let text): text
        case .list(let items): "[" + items.joined(separator: ", ") + "]"
        }
    }
}
