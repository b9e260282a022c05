// An answer as it came over the wire, taken apart without the code under test.

package import JSONWire

/// One response: status line, fields in order, and the body that its framing delimits.
package struct HTTPResponse: Sendable {
    package let statusLine: String
    package let fields: [(name: String, value: String)]
    package internal(set) var body: [UInt8] = []

    /// Reads a head without its empty line; nil where it is no response.
    init?(head: String) {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let first = lines.first, first.hasPrefix("HTTP/1.1 ") else { return nil }
        statusLine = String(first)
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            fields.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
        }
        self.fields = fields
        guard Int(first.dropFirst(9).prefix(3)) != nil else { return nil }
    }

    /// The status code.
    package var status: Int { Int(statusLine.dropFirst(9).prefix(3)) ?? 0 }

    /// The first value of a field.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; nil where it is none.
    package var json: JSON? { try? JSONReader.read(body) }

    /// Whether the connection ends with this answer.
    package var closes: Bool { self["Connection"]?.lowercased() == "close" }

    /// The whole answer, but for what differs from one request to the next: `Date`,
    /// `X-Request-Id`, and the time in an envelope.
    package var essence: String {
        let kept = fields.filter { !["date", "x-request-id"].contains($0.name.lowercased()) }
        let lines = [statusLine] + kept.map { "\($0.name): \($0.value)" }
        return lines.joined(separator: "\n") + "\n\n" + text.withoutEnvelopeTime
    }

    /// How many octets of body follow the head of the answer to a request by this method.
    func bodyLength(answering method: String) -> Int {
        if method == "HEAD" || status == 204 || status == 304 || status < 200 { return 0 }
        return self["Content-Length"].flatMap(Int.init) ?? 0
    }
}

extension String {
    /// The text of an answer without the time at which it was made.
    package var withoutEnvelopeTime: String {
        replacing(/"datetime":"[0-9: -]{19}"/, with: #""datetime":"…""#)
    }
}
