// The parameters after a value: `; name=token` or `; name="quoted"`, RFC 9110 §5.6.6.

/// Parameters in order, their names in lower case, none twice.
struct Parameters: Sendable, Hashable {
    struct Parameter: Sendable, Hashable {
        let name: String
        let value: String
    }

    private(set) var all: [Parameter] = []

    /// The most parameters; no media type needs more.
    static let countMax = 16

    init() {}

    /// Parses what follows the value; nil where that is malformed.
    init?(_ octets: Span<UInt8>, from start: Int) {
        var index = start
        while true {
            while index < octets.count, octets[index].isWhitespace { index += 1 }
            if index == octets.count { return }
            guard octets[index] == Octet.semicolon, all.count < Self.countMax else { return nil }
            index += 1
            while index < octets.count, octets[index].isWhitespace { index += 1 }
            // RFC 9110 §5.6.6 lets a parameter be empty.
            if index == octets.count || octets[index] == Octet.semicolon { continue }
            guard let parameter = Self.parameter(octets, &index),
                self[parameter.name] == nil
            else { return nil }
            all.append(parameter)
        }
    }

    subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    private static func parameter(_ octets: Span<UInt8>, _ index: inout Int) -> Parameter? {
        let name = token(octets, &index)
        guard !name.isEmpty, index < octets.count, octets[index] == Octet.equals else {
            return nil
        }
        index += 1
        let isQuoted = index < octets.count && octets[index] == Octet.quote
        let value = isQuoted ? quotedString(octets, &index) : token(octets, &index)
        guard let value, isQuoted || !value.isEmpty,
            let text = String(validating: value, as: UTF8.self)
        else { return nil }
        return Parameter(
            name: String(decoding: name.map(\.lowercased), as: UTF8.self), value: text)
    }

    private static func token(_ octets: Span<UInt8>, _ index: inout Int) -> [UInt8] {
        var token: [UInt8] = []
        while index < octets.count, OctetSet.token.contains(octets[index]) {
            token.append(octets[index])
            index += 1
        }
        return token
    }

    /// Reads a quoted string, RFC 9110 §5.6.4, from its first quote past its last.
    private static func quotedString(_ octets: Span<UInt8>, _ index: inout Int) -> [UInt8]? {
        var content: [UInt8] = []
        index += 1
        while index < octets.count, octets[index] != Octet.quote {
            if octets[index] == Octet.backslash { index += 1 }
            guard index < octets.count, octets[index].isFieldContent else { return nil }
            content.append(octets[index])
            index += 1
        }
        guard index < octets.count else { return nil }
        index += 1
        return content
    }
}
