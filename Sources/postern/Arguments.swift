// The kinds of argument that have a form of their own.

public import ArgumentParser
public import Domain

extension Slug: ExpressibleByArgument {
    /// Reads the name as typed.
    public init?(argument: String) {
        self.init(argument)
    }
}

/// A host as requests name it: lower case, no port.
struct HostName: ExpressibleByArgument {
    let text: String

    /// Takes DNS names, IPv4 addresses, and IPv6 addresses in brackets.
    init?(argument: String) {
        var text = argument.lowercased()
        // Requests lose the dot of the root as well.
        if text.hasSuffix(".") { text.removeLast() }
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let characters =
            isBracketed ? "0123456789abcdef:." : "0123456789abcdefghijklmnopqrstuvwxyz.-"
        let inner = isBracketed ? text.dropFirst().dropLast() : text[...]
        guard (1...253).contains(inner.utf8.count), inner.allSatisfy(characters.contains) else {
            return nil
        }
        let labels = inner.split(separator: ".", omittingEmptySubsequences: false)
        guard isBracketed || labels.allSatisfy({ (1...63).contains($0.utf8.count) }) else {
            return nil
        }
        self.text = text
    }
}

/// A setting's position, as operators write it.
enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off

    var isOn: Bool {
        switch self {
        case .on: true
        case .off: false
        }
    }
}

/// A stretch of time: a whole number with `s`, `m`, `h` or `d`.
struct Lifetime: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }) else { return nil }
        let digits = argument.dropLast()
        guard (1...10).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(digits), number > 0
        else { return nil }
        duration = .seconds(number * unit)
    }

    /// The largest unit that says it in whole numbers.
    var description: String {
        let seconds = duration.components.seconds
        for (unit, name) in [(86_400, "d"), (3600, "h"), (60, "m")] as [(Int64, String)]
        where seconds % unit == 0 {
            return "\(seconds / unit)\(name)"
        }
        return "\(seconds)s"
    }

    var defaultValueDescription: String { description }
}
