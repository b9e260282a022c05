// Where a form may lead, in the words of a content security policy.

/// The source by which a policy's `form-action` allows a redirect URI.
///
/// Browsers hold the redirects that follow a submission to the policy of the page it came from, so
/// a page whose form may end at a client names that client's origin. Chromium goes on doing so when
/// the client itself redirects: to another origin only where that is named, too (or `https:` is).
public enum FormTarget {
    /// Returns the source that covers a redirect URI: its origin, as `https://client.example`, or
    /// its scheme, as `com.example.app:`, where it has no host that a policy could name.
    ///
    /// - Returns: nil for what is no absolute URI, or one that runs or reads something in the
    ///   browser.
    public static func source(of redirectURI: String) -> String? {
        guard let address = WebAddress(redirectURI) else { return nil }
        guard let authority = address.authority, address.isNameable else {
            return address.scheme + ":"
        }
        return "\(address.scheme)://\(authority)"
    }

    /// Whether a text is a source and nothing else: no path, no wildcard, no second directive.
    static func isSource(_ text: String) -> Bool {
        let lowered = text.lowercased()
        if lowered.hasSuffix(":") { return WebAddress.isSafeScheme(String(lowered.dropLast())) }
        guard let address = WebAddress(text), let authority = address.authority else {
            return false
        }
        return address.isNameable && lowered == "\(address.scheme)://\(authority)"
    }
}
