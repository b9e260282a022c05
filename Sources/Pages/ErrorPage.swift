// The page that says what went wrong when nobody can be sent anywhere.

/// Says what went wrong, and leads nowhere.
///
/// Shown instead of a redirect where the client or its redirect URI is not to be trusted
/// (RFC 6749 §4.1.2.1), so it never has a link.
public struct ErrorPage: Sendable, Hashable {
    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant; nil where none is known.
    public var tenantName: String?
    /// What happened, in a sentence.
    public var title: String
    /// Why, and what the person can do.
    public var explanation: String
    /// What finds the request in the log.
    public var requestID: String

    /// Makes a page about an error.
    public init(
        frame: PageFrame, tenantName: String?, title: String, explanation: String,
        requestID: String
    ) {
        self.frame = frame
        self.tenantName = tenantName
        self.title = title
        self.explanation = explanation
        self.requestID = requestID
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "heading": .text(title),
            "explanation": .text(explanation), "requestID": .text(requestID),
        ]
        return Page(.error, values, in: frame, .inert)
    }
}

extension ErrorPage {
    static let template = """
        {{<layout}}
        {{$title}}{{heading}}{{/title}}
        {{$main}}
        <h1>{{heading}}</h1>
        <p class="lead">{{explanation}}</p>
        <p class="note">If you ask for help, mention request <code>{{requestID}}</code>.</p>
        {{/main}}
        {{/layout}}
        """
}
