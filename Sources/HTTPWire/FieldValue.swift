// Values of fields on their way out: what could end a line early cannot be made.

/// A field's value, RFC 9110 §5.5: no control octet but the tab, no space at either end.
public struct FieldValue: Sendable, Hashable, CustomStringConvertible {
    let octets: [UInt8]

    /// Creates a value, or nil where the text holds CR, LF, NUL or another control.
    ///
    /// White space at the ends is dropped: no recipient would see it.
    public init?(_ text: String) { self.init(octets: Array(text.utf8)) }

    /// Creates a value from octets; nil under the same rule.
    public init?(octets: [UInt8]) {
        guard octets.span.isFieldContent else { return nil }
        let content = octets.span.trimmed(octets.indices)
        self.octets = content.count == octets.count ? octets : Array(octets[content])
    }

    /// Creates a value that stands in the program's text.
    ///
    /// - Precondition: The literal holds no control.
    public init(literal: StaticString) {
        guard let value = FieldValue(literal.description) else {
            preconditionFailure("a field value with a control: \(literal)")
        }
        self = value
    }

    /// Creates a value from any text; each control becomes a space.
    public init(sanitizing text: String) {
        let utf8 = text.utf8Span.span
        if utf8.isFieldContent, utf8.trimmed(utf8.indices).count == utf8.count {
            octets = Array(text.utf8)
            return
        }
        let clean = text.utf8.map { $0.isFieldContent ? $0 : Octet.space }
        octets = Array(clean[clean.span.trimmed(clean.indices)])
    }

    /// Creates a number's decimal form.
    public init(_ number: Int) { octets = Array(String(number).utf8) }

    /// The value as text; what is not UTF-8 becomes U+FFFD.
    public var description: String { String(decoding: octets, as: UTF8.self) }
}
