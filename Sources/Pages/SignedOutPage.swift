// The page after a session has ended.

/// Says that the person is signed out, where no application takes them back.
public struct SignedOutPage: Sendable, Hashable {
    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant whose session ended.
    public var tenantName: String

    /// Makes a page about the end of a session.
    public init(frame: PageFrame, tenantName: String) {
        self.frame = frame
        self.tenantName = tenantName
    }

    /// The page to send.
    public var page: Page {
        Page(.signedOut, ["tenantName": .text(tenantName)], in: frame, .inert)
    }
}

extension SignedOutPage {
    static let template = """
        {{<layout}}
        {{$title}}Signed out{{/title}}
        {{$main}}
        <h1>You are signed out</h1>
        <p class="lead">Your session with <bdi>{{tenantName}}</bdi> has ended. You can close this \
        page.</p>
        {{/main}}
        {{/layout}}
        """
}
