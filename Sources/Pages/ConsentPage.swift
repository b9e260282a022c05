// The page on which a person decides what an application may do.

/// Asks whether an application may have what it wants.
///
/// Posts `ticket` and `decision`, which is `allow`, `deny` or `switch` (to another account).
public struct ConsentPage: Sendable, Hashable {
    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant whose account it is about.
    public var tenantName: String
    /// The application that asks.
    public var app: AppIdentity
    /// The user name of who is signed in.
    public var username: String
    /// What the application wants, in the order shown.
    public var permissions: [PermissionLine]
    /// The host, or scheme, that the person will be sent to; nil where they stay.
    public var redirectHost: String?
    /// The path and query that the form is posted to.
    public var action: String
    /// What ties the form to this browser, posted as `ticket`.
    public var ticket: String
    /// The sources that the answer to the form may redirect to; see ``FormTarget``.
    public var formTargets: [String]

    /// Makes a page that asks for consent.
    public init(
        frame: PageFrame, tenantName: String, app: AppIdentity, username: String,
        permissions: [PermissionLine], redirectHost: String?, action: String, ticket: String,
        formTargets: [String] = []
    ) {
        self.frame = frame
        self.tenantName = tenantName
        self.app = app
        self.username = username
        self.permissions = permissions
        self.redirectHost = redirectHost
        self.action = action
        self.ticket = ticket
        self.formTargets = formTargets
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "app": .one(app.values),
            "username": .text(username), "permissions": .many(permissions.map(\.values)),
            "asks": .flag(!permissions.isEmpty), "redirectHost": .text(redirectHost),
            "action": .text(action), "ticket": .text(ticket),
        ]
        return Page(.consent, values, in: frame, .form(leadingTo: formTargets))
    }
}

extension ConsentPage {
    // Nothing has the focus at first: a key pressed too early decides nothing.
    static let template = """
        {{<layout}}
        {{$title}}Allow access?{{/title}}
        {{$main}}
        {{#app}}
        {{>app}}
        <h1>Allow <bdi>{{appName}}</bdi> to use your account?</h1>
        {{/app}}
        <form method="post" action="{{action}}">
        <input type="hidden" name="ticket" value="{{ticket}}">
        <p class="account"><span>Signed in as <strong><bdi>{{username}}</bdi></strong></span>
        <button class="link" type="submit" name="decision" value="switch">Not you?</button></p>
        {{#asks}}
        <h2 id="wants">It will be able to</h2>
        <ul class="permissions" aria-labelledby="wants">
        {{#permissions}}
        <li><span class="permission">{{permission}}</span>\
        {{#detail}} <span class="detail">{{detail}}</span>{{/detail}}</li>
        {{/permissions}}
        </ul>
        {{/asks}}
        {{#redirectHost}}
        <p class="note">Either way you will be sent to \
        <strong><bdi>{{redirectHost}}</bdi></strong>. Only allow this if you trust it.</p>
        {{/redirectHost}}
        <div class="actions even">
        <button class="button primary" type="submit" name="decision" value="allow">Allow</button>
        <button class="button contrary" type="submit" name="decision" value="deny">Deny</button>
        </div>
        </form>
        {{/main}}
        {{/layout}}
        """
}
