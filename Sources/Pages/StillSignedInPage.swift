// The page after somebody has decided not to sign out.

/// Says that the person is signed in as before.
public struct StillSignedInPage: Sendable, Hashable {
    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant whose session goes on.
    public var tenantName: String

    /// Makes a page about a session that goes on.
    public init(frame: PageFrame, tenantName: String) {
        self.frame = frame
        self.tenantName = tenantName
    }

    /// The page to send.
    public var page: Page {
        Page(.stillSignedIn, ["tenantName": .text(tenantName)], in: frame, .inert)
    }
}

extension StillSignedInPage {
    static let template = """
        {{<layout}}
        {{$title}}Still signed in{{/title}}
        {{$main}}
        <h1>You are still signed in</h1>
        <p class="lead">Your session with <bdi>{{tenantName}}</bdi> goes on. You can close this \
        page.</p>
        {{/main}}
        {{/layout}}
        """
}
