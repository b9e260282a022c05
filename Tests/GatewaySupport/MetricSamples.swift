// Prometheus' text format, read by its grammar and not by how we write it.

/// The samples of one scrape.
package struct MetricSamples: Sendable {
    /// One line: a name, its labels and a number.
    package struct Sample: Sendable, Equatable {
        package let name: String
        package let labels: [String: String]
        package let value: Double
    }

    /// What could be read.
    package private(set) var samples: [Sample] = []
    /// The metrics' types by name.
    package private(set) var types: [String: String] = [:]
    /// The lines that are no comment and no sample.
    package private(set) var malformed: [String] = []

    package init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.starts(with: ["#", "TYPE"]), words.count == 4 {
                types[String(words[2])] = String(words[3])
            } else if line.hasPrefix("#") {
                continue
            } else if let sample = Self.sample(line) {
                samples.append(sample)
            } else {
                malformed.append(String(line))
            }
        }
    }

    /// The values of every sample of a name.
    package func values(of name: String) -> [Double] {
        samples.filter { $0.name == name }.map(\.value)
    }

    /// The sum of the samples that have at least these labels.
    package func sum(of name: String, _ labels: [String: String] = [:]) -> Double {
        samples.filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }.map(\.value).reduce(0, +)
    }

    private static func sample(_ line: Substring) -> Sample? {
        let grammar = /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/
        guard let match = line.wholeMatch(of: grammar), let value = number(match.3) else {
            return nil
        }
        var labels: [String: String] = [:]
        var rest = match.2 ?? ""
        while !rest.isEmpty {
            guard let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]*)",?/) else {
                return nil
            }
            labels[String(label.1)] = String(label.2)
            rest = rest[label.range.upperBound...]
        }
        return Sample(name: String(match.1), labels: labels, value: value)
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: Double(text)
        }
    }
}
