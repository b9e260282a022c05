// Text and octets: short text is made of octets without any allocation, and what separates text on
// the wire is an octet, whatever character it is part of.

extension String {
    /// Creates text from octets; nil where they are not UTF-8.
    init?(validating octets: Span<UInt8>) {
        guard let text = try? UTF8Span(validating: octets) else { return nil }
        self.init(copying: text)
    }

    /// Creates text from octets; what is not UTF-8 becomes U+FFFD.
    init(repairing octets: Span<UInt8>) {
        if let text = String(validating: octets) {
            self = text
            return
        }
        let copy = [UInt8](capacity: octets.count) { output in
            for index in octets.indices { output.append(octets[index]) }
        }
        self.init(decoding: copy, as: UTF8.self)
    }

    /// Splits at each such ASCII octet, also where a combining mark follows it; what is empty is
    /// left out.
    public func split(atOctet separator: UInt8) -> [String] {
        utf8.split(separator: separator).map { String(Substring($0)) }
    }
}
