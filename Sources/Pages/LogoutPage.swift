// The page that asks whether a person wants to sign out.

/// Asks before a session ends (OpenID Connect RP-Initiated Logout §2).
///
/// Posts `ticket` and `decision`, which is `logout` or `stay`.
public struct LogoutPage: Sendable, Hashable {
    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant whose session would end.
    public var tenantName: String
    /// The user name of who is signed in.
    public var username: String
    /// The name of the application that asks; nil where none does.
    public var appName: String?
    /// The path and query that the form is posted to.
    public var action: String
    /// What ties the form to this browser, posted as `ticket`.
    public var ticket: String
    /// The sources that the answer to the form may redirect to; see ``FormTarget``.
    public var formTargets: [String]

    /// Makes a page that asks.
    public init(
        frame: PageFrame, tenantName: String, username: String, appName: String? = nil,
        action: String, ticket: String, formTargets: [String] = []
    ) {
        self.frame = frame
        self.tenantName = tenantName
        self.username = username
        self.appName = appName
        self.action = action
        self.ticket = ticket
        self.formTargets = formTargets
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "username": .text(username),
            "appName": .text(appName), "action": .text(action), "ticket": .text(ticket),
        ]
        return Page(.logout, values, in: frame, .form(leadingTo: formTargets))
    }
}

extension LogoutPage {
    static let template = """
        {{<layout}}
        {{$title}}Sign out?{{/title}}
        {{$main}}
        <h1>Sign out of <bdi>{{tenantName}}</bdi>?</h1>
        <p class="lead">You are signed in as <strong><bdi>{{username}}</bdi></strong>.\
        {{#appName}} <bdi>{{appName}}</bdi> asks you to sign out.{{/appName}}</p>
        <form method="post" action="{{action}}">
        <input type="hidden" name="ticket" value="{{ticket}}">
        <div class="actions">
        <button class="button primary" type="submit" name="decision" value="logout">Sign out\
        </button>
        <button class="button quiet" type="submit" name="decision" value="stay">Stay signed in\
        </button>
        </div>
        </form>
        {{/main}}
        {{/layout}}
        """
}
