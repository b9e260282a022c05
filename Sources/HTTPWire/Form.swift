// application/x-www-form-urlencoded: the grammar of form bodies and, by custom, of queries.

/// Why octets are no form.
public enum FormError: Error, Sendable, Hashable {
    /// A "%" without two hexadecimal digits, octets that are not UTF-8, or U+0000.
    case malformedEncoding
    /// More pairs than allowed.
    case tooManyPairs
}

/// Names and values in the order they came; repeated names are kept.
public struct Form: Sendable, Hashable {
    /// One name and its value.
    public struct Pair: Sendable, Hashable {
        /// The name, decoded.
        public let name: String
        /// The value, decoded; empty where there was no "=".
        public let value: String

        /// Creates a pair.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The most pairs, where the caller names no other number.
    public static let defaultPairsMax = 256

    /// All pairs in order.
    public let pairs: [Pair]

    /// Creates a form from its pairs.
    public init(_ pairs: [Pair] = []) { self.pairs = pairs }

    /// Decodes a form: "&" between pairs, "=" after the name, "+" for a space.
    ///
    /// Nothing between two "&" is no pair.
    public init(
        _ octets: Span<UInt8>, pairsMax: Int = Form.defaultPairsMax
    ) throws(FormError) {
        var pairs: [Pair] = []
        // Most have no more.
        pairs.reserveCapacity(4)
        var start = 0
        while start < octets.count {
            let end = octets.firstIndex(of: Octet.ampersand, from: start) ?? octets.count
            if start < end {
                guard pairs.count < pairsMax else { throw .tooManyPairs }
                pairs.append(try Self.pair(octets.extracting(start..<end)))
            }
            start = end + 1
        }
        self.pairs = pairs
    }

    /// The first value of a name; nil where the name does not occur.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// Returns all values of a name, in order.
    public func values(of name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// The first name that occurs more than once, for grammars that forbid it (RFC 6749 §3.1).
    public var repeatedName: String? {
        var seen: Set<String> = []
        return pairs.first { !seen.insert($0.name).inserted }?.name
    }

    /// Says whether a pair, as sent, has the name.
    fileprivate static func isNamed(_ name: String, _ pair: Span<UInt8>) -> Bool {
        let sent = pair.extracting(0..<(pair.firstIndex(of: Octet.equals, from: 0) ?? pair.count))
        guard !PercentCoding.isPlain(sent, plusIsSpace: true) else {
            return sent.isEqual(to: name.utf8Span.span)
        }
        return PercentCoding.decodeText(sent, plusIsSpace: true) == name
    }

    private static func pair(_ octets: Span<UInt8>) throws(FormError) -> Pair {
        let nameEnd = octets.firstIndex(of: Octet.equals, from: 0) ?? octets.count
        let valueStart = min(nameEnd + 1, octets.count)
        guard
            let name = PercentCoding.decodeText(
                octets.extracting(0..<nameEnd), plusIsSpace: true),
            let value = PercentCoding.decodeText(
                octets.extracting(valueStart..<octets.count), plusIsSpace: true)
        else { throw .malformedEncoding }
        return Pair(name, value)
    }
}

extension Target {
    /// Returns the query as names and values; none where there is no query.
    public func queryForm(pairsMax: Int = Form.defaultPairsMax) throws(FormError) -> Form {
        guard parts.query != nil else { return Form() }
        return try withQuery { (octets) throws(FormError) in
            try Form(octets, pairsMax: pairsMax)
        }
    }
    /// Appends the query as sent, each pair with a "&" after it, but for those of these names.
    ///
    /// What a query may hold can stand between "<" and ">".
    public func appendQuery(without names: String..., to output: inout [UInt8]) {
        withQuery { octets in
            var start = 0
            while start < octets.count {
                let end = octets.firstIndex(of: Octet.ampersand, from: start) ?? octets.count
                let pair = octets.extracting(start..<end)
                if start < end, !names.contains(where: { Form.isNamed($0, pair) }) {
                    output.append(addingCapacity: pair.count + 1) { output in
                        for index in pair.indices { output.append(pair[index]) }
                        output.append(Octet.ampersand)
                    }
                }
                start = end + 1
            }
        }
    }

    /// Says whether the query has a parameter of that name, also where `queryForm` refuses it.
    public func queryNames(_ name: String) -> Bool {
        withQuery { octets in
            var start = 0
            while start < octets.count {
                let end = octets.firstIndex(of: Octet.ampersand, from: start) ?? octets.count
                if Form.isNamed(name, octets.extracting(start..<end)) { return true }
                start = end + 1
            }
            return false
        }
    }
}
