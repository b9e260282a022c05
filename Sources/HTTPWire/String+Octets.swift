// Text from octets without a copy in between: short text is made without any allocation.

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
}
