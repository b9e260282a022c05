/// The table of keys as the file that ships: `config/postern.yaml` is this text, and a test keeps
/// it so.

extension Configuration {
    /// A configuration file that names every key with its meaning and its default.
    public static var reference: String {
        var lines = heading
        var section: Substring = ""
        for key in keys {
            let parts = key.name.split(separator: ".", maxSplits: 1)
            let isNested = parts.count == 2
            lines.append("")
            if isNested, parts[0] != section {
                section = parts[0]
                lines += ["\(section):"]
            }
            let indent = isNested ? "  " : ""
            lines += comment(on: key).map { indent + $0 }
            let name = parts.last ?? ""
            if let value = key.defaultText {
                lines.append("\(indent)\(name): \(value)")
            } else {
                lines.append("\(indent)# \(name):")
            }
            if key.isSecret {
                lines.append("\(indent)# \(name)\(ConfigurationKey.fileSuffix):")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let heading = [
        "# Postern's configuration: every key with its default; keys without one are comments.",
        "#",
        "# A flag outranks an environment variable, and that this file. The variable of",
        "# limits.body is POSTERN_LIMITS_BODY; commas separate a list there. A secret may be kept",
        "# in a file of its own: url_file (POSTERN_DATABASE_URL_FILE) is the path of one. SIGHUP",
        "# reads this file again; keys marked \"Live\" change at once, others with the next start.",
    ]

    private static func comment(on key: ConfigurationKey) -> [String] {
        let expectation = key.expectation.prefix(1).uppercased() + key.expectation.dropFirst()
        return wrapped(key.documentation)
            + wrapped(expectation + "." + (key.isLive ? " Live." : ""))
    }

    /// A text as comment lines of at most 98 characters, so that two more may indent them.
    private static func wrapped(_ text: String) -> [String] {
        var lines = ["#"]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + 1 + word.count > 98 {
                lines.append("#")
            }
            lines[lines.count - 1] += " " + word
        }
        return lines
    }
}
