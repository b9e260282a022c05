// The page on which a person types the code that a device shows.

/// Asks for the code that a device shows (RFC 8628 §3.3).
///
/// Posts `ticket` and `user_code`.
public struct DeviceCodePage: Sendable, Hashable {
    /// Why the person sees the page again.
    public enum Problem: Sendable, Hashable {
        /// No device shows that code.
        case unknownCode
        /// The code, or the page, is too old.
        case expired
        /// Too many codes were wrong.
        case tooManyAttempts

        var sentence: String {
            switch self {
            case .unknownCode: "No device shows that code. Check it and try again."
            case .expired: "That code is too old. Get a new one on your device."
            case .tooManyAttempts: "Too many attempts. Wait a few minutes and try again."
            }
        }
    }

    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant whose account the device is to use.
    public var tenantName: String
    /// The path and query that the form is posted to.
    public var action: String
    /// What ties the form to this browser, posted as `ticket`.
    public var ticket: String
    /// The code to begin with (RFC 8628 §3.3.1); nil where the person has to type it.
    public var userCode: String?
    /// Why the page is shown again; nil the first time.
    public var problem: Problem?
    /// The sources that the answer to the form may redirect to; see ``FormTarget``.
    public var formTargets: [String]

    /// Makes a page that asks for a code.
    public init(
        frame: PageFrame, tenantName: String, action: String, ticket: String,
        userCode: String? = nil, problem: Problem? = nil, formTargets: [String] = []
    ) {
        self.frame = frame
        self.tenantName = tenantName
        self.action = action
        self.ticket = ticket
        self.userCode = userCode
        self.problem = problem
        self.formTargets = formTargets
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "action": .text(action), "ticket": .text(ticket),
            "userCode": .text(userCode), "problem": .text(problem?.sentence),
            "isToCompare": .flag(userCode != nil && problem == nil),
            "isRefused": .flag(problem == .unknownCode),
        ]
        return Page(.deviceCode, values, in: frame, .form(leadingTo: formTargets))
    }
}

extension DeviceCodePage {
    // Who sends others a link with a code of their own device gets their account: hence the
    // warning, and the comparison (RFC 8628 §5.4).
    static let template = """
        {{<layout}}
        {{$title}}Connect a device{{/title}}
        {{$main}}
        <h1>Connect a device</h1>
        <p class="lead" id="how">\
        {{^isToCompare}}Enter the code that your device shows.{{/isToCompare}}\
        {{#isToCompare}}Check that your device shows this very code.{{/isToCompare}}</p>
        {{#problem}}
        <p class="problem" id="problem" role="alert">{{problem}}</p>
        {{/problem}}
        <form method="post" action="{{action}}">
        <input type="hidden" name="ticket" value="{{ticket}}">
        <div class="field">
        <label for="user_code">Code</label>
        <input class="code" id="user_code" name="user_code" type="text" \
        value="{{#userCode}}{{userCode}}{{/userCode}}" autocomplete="off" \
        autocapitalize="characters" spellcheck="false" required autofocus\
        {{#isRefused}} aria-invalid="true"{{/isRefused}} \
        aria-describedby="{{#problem}}problem {{/problem}}how">
        </div>
        <p class="note">Did somebody send you this code? Then do not go on: it would let their \
        device into your account.</p>
        <div class="actions">
        <button class="button primary" type="submit">Continue</button>
        </div>
        </form>
        {{/main}}
        {{/layout}}
        """
}
