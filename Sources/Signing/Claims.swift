// How a JWT writes an audience and a time, read into what they mean.

public import JSONWire

extension JSONObject {
    /// The `aud` of a JWT as a list, whether it is one text or several (RFC 7519 §4.1.3); nil where
    /// it is missing or something else.
    public var audiences: [String]? {
        guard let audience = self["aud"] else { return nil }
        return audience.string.map { [$0] } ?? audience.strings
    }

    /// A time such as `exp`, in whole seconds since 1970 (RFC 7519 §2, NumericDate).
    ///
    /// A fraction is dropped. Nil where the claim is missing, no number, or beyond 64 bits.
    public func numericDate(_ claim: String) -> Int64? {
        guard let number = self[claim]?.number else { return nil }
        return number.integer
            ?? number.double.flatMap { Int64(exactly: $0.rounded(.down)) }
    }
}
