// The scheme and authority of a URI: all of it that a page shows or a policy names.

/// Where a URI leads: its scheme, and host and port where its scheme has those.
struct WebAddress: Sendable, Hashable {
    /// In lower case.
    let scheme: String
    /// `host` or `host:port` in lower case; nil for a scheme other than `http` and `https`.
    let authority: String?

    /// Whether a content security policy can name the host: its grammar has neither IPv6 addresses
    /// nor underscores (CSP3 §2.3.1).
    var isNameable: Bool { authority?.utf8.contains { "[_".utf8.contains($0) } == false }

    /// Reads an absolute URI as far as its path; nil where it has no scheme, one that runs or
    /// reads something in the browser, user information, or a host in other than ASCII letters
    /// (which a lookalike would use; registries write such names as `xn--…`).
    init?(_ uri: String) {
        let bytes = uri.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = uri[..<colon].lowercased()
        guard Self.isSafeScheme(scheme) else { return nil }
        self.scheme = scheme
        guard scheme == "http" || scheme == "https" else {
            authority = nil
            return
        }
        let rest = uri[bytes.index(after: colon)...].utf8
        guard rest.starts(with: "//".utf8) else { return nil }
        let ends = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
        let bare = String(Substring(rest.dropFirst(2).prefix { !ends.contains($0) })).lowercased()
        guard Self.isAuthority(bare) else { return nil }
        authority = bare
    }

    private static let unsafe: Set<String> = [
        "about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source",
    ]

    /// Whether a text in lower case is a scheme, and none that runs or reads something.
    static func isSafeScheme(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, isLetter(first), !unsafe.contains(text) else {
            return false
        }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
    }

    /// `host`, `host:port` or `[address]:port`; the address is looked at no closer.
    private static func isAuthority(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = rest[..<end].dropFirst()
            guard address.contains(UInt8(ascii: ":")),
                address.allSatisfy({ isHex($0) || ":.".utf8.contains($0) })
            else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            let host = rest.prefix { isLetter($0) || isDigit($0) || "-._".utf8.contains($0) }
            guard !host.isEmpty else { return false }
            rest = rest[host.endIndex...]
        }
        guard rest.first == UInt8(ascii: ":") else { return rest.isEmpty }
        let port = rest.dropFirst()
        return (1...5).contains(port.count) && port.allSatisfy(isDigit)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
