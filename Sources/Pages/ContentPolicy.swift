// What a browser may do with a page: next to nothing.

/// A page's content security policy.
struct ContentPolicy: Sendable, Hashable {
    /// The directive of what a form may lead to.
    private let formAction: String
    /// The digest of the one script that may run, as `sha256-…`; nil for none.
    private let scriptDigest: String?

    /// A page that asks nothing.
    static let inert = ContentPolicy(formAction: "'none'", scriptDigest: nil)

    /// A page whose form is posted to this origin.
    ///
    /// The answer may redirect to any of the targets. What is no source is left out: the browser
    /// then stops there, the safe way to fail.
    static func form(leadingTo targets: [String]) -> ContentPolicy {
        let sources = ["'self'"] + targets.filter(FormTarget.isSource)
        return ContentPolicy(formAction: sources.joined(separator: " "), scriptDigest: nil)
    }

    /// A page that posts itself to another origin.
    ///
    /// That origin may send the person on to any other of `https`: browsers hold even this to the
    /// policy, and it is for the client to know where its own pages are.
    static func posting(to source: String, runningScript digest: String) -> ContentPolicy {
        let sources = source == "https:" ? source : source + " https:"
        return ContentPolicy(formAction: sources, scriptDigest: digest)
    }

    /// The field's value.
    var text: String {
        let script = scriptDigest.map { "script-src '\($0)'; " } ?? ""
        return "default-src 'none'; \(script)style-src 'self'; img-src 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'; form-action \(formAction)"
    }
}
