// The page on which a person signs in.

/// Asks for a user name and a password.
///
/// Posts `ticket`, `username` and `password`, or `ticket` and `decision=cancel`.
public struct LoginPage: Sendable, Hashable {
    /// Why the person sees the page again.
    public enum Problem: Sendable, Hashable {
        /// No account has that user name and that password.
        case wrongCredentials
        /// Too many attempts failed; the next may be made after this time.
        case tooManyAttempts(retryAfter: Duration)
        /// The page was shown too long ago, or its ticket was used.
        case expired

        var sentence: String {
            switch self {
            case .wrongCredentials:
                "That user name and password do not match. Check both and try again."
            case .tooManyAttempts(let wait):
                "Too many attempts. Try again in \(wait.roundedUpInWords)."
            case .expired: "This page was open for too long. Please sign in again."
            }
        }
    }

    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant whose account is asked for.
    public var tenantName: String
    /// The application that wants to know who the person is; nil where none does yet.
    public var app: AppIdentity?
    /// The path and query that the form is posted to.
    public var action: String
    /// What ties the form to this browser, posted as `ticket`.
    public var ticket: String
    /// The user name to begin with; may be empty.
    public var username: String
    /// Why the page is shown again; nil the first time.
    public var problem: Problem?
    /// The sources that the answer to the form may redirect to; see ``FormTarget``.
    public var formTargets: [String]

    /// Makes a page to sign in on.
    public init(
        frame: PageFrame, tenantName: String, app: AppIdentity?, action: String, ticket: String,
        username: String = "", problem: Problem? = nil, formTargets: [String] = []
    ) {
        self.frame = frame
        self.tenantName = tenantName
        self.app = app
        self.action = action
        self.ticket = ticket
        self.username = username
        self.problem = problem
        self.formTargets = formTargets
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "app": .one(app?.values), "action": .text(action),
            "ticket": .text(ticket), "username": .text(username),
            "isNamed": .flag(!username.isEmpty), "problem": .text(problem?.sentence),
            "isRefused": .flag(problem == .wrongCredentials),
        ]
        return Page(.login, values, in: frame, .form(leadingTo: formTargets))
    }
}

extension LoginPage {
    // The button that signs in comes first: it is the one that the Enter key presses.
    static let template = """
        {{<layout}}
        {{$title}}Sign in{{/title}}
        {{$main}}
        {{#app}}
        {{>app}}
        {{/app}}
        <h1>Sign in</h1>
        <p class="lead">{{#app}}to continue to <bdi>{{appName}}</bdi>{{/app}}\
        {{^app}}with your <bdi>{{tenantName}}</bdi> account{{/app}}</p>
        {{#problem}}
        <p class="problem" id="problem" role="alert">{{problem}}</p>
        {{/problem}}
        <form method="post" action="{{action}}">
        <input type="hidden" name="ticket" value="{{ticket}}">
        <div class="field">
        <label for="username">User name</label>
        <input id="username" name="username" type="text" value="{{username}}" \
        autocomplete="username" autocapitalize="none" spellcheck="false" required\
        {{^isNamed}} autofocus{{/isNamed}}\
        {{#isRefused}} aria-invalid="true"{{/isRefused}}\
        {{#problem}} aria-describedby="problem"{{/problem}}>
        </div>
        <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" \
        autocomplete="current-password" required\
        {{#isNamed}} autofocus{{/isNamed}}\
        {{#isRefused}} aria-invalid="true"{{/isRefused}}\
        {{#problem}} aria-describedby="problem"{{/problem}}>
        </div>
        <div class="actions">
        <button class="button primary" type="submit">Sign in</button>
        <button class="button quiet" type="submit" name="decision" value="cancel" \
        formnovalidate>Cancel</button>
        </div>
        </form>
        {{/main}}
        {{/layout}}
        """
}
