// The page that carries an answer to a client in a form, instead of in a redirect.

/// Posts an authorization response to the client (OAuth 2.0 Form Post Response Mode §2).
///
/// A script submits the form at once; without script a button does.
public struct FormPostPage: Sendable, Hashable {
    /// A parameter of the response.
    public struct Parameter: Sendable, Hashable {
        /// The parameter's name.
        public var name: String
        /// Its value, which arrives as it is, but for line ends.
        public var value: String

        /// Makes a parameter.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What the page has in common with all others.
    public let frame: PageFrame
    /// The name of the tenant.
    public let tenantName: String
    /// The client's redirect URI.
    public let action: String
    /// What is posted there, in order.
    public let parameters: [Parameter]
    private let source: String

    /// Makes a page that posts itself; nil where the redirect URI is not one of `http` or `https`,
    /// to which alone a form can be posted.
    public init?(
        frame: PageFrame, tenantName: String, action: String, parameters: [Parameter]
    ) {
        guard WebAddress(action)?.authority != nil, let source = FormTarget.source(of: action)
        else { return nil }
        self.frame = frame
        self.tenantName = tenantName
        self.action = action
        self.parameters = parameters
        self.source = source
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "action": .text(action),
            "host": .text(WebAddress(action)?.authority),
            "parameters": .many(
                parameters.map { ["name": .text($0.name), "value": .text($0.value)] }),
        ]
        return Page(
            .formPost, values, in: frame,
            .posting(to: source, runningScript: Self.scriptDigest))
    }
}

extension FormPostPage {
    /// Submits by way of the prototype: a parameter called `submit` would hide the form's own.
    static let script = "HTMLFormElement.prototype.submit.call(document.forms[0])"

    /// The SHA-256 of ``script``, as a policy writes it.
    static let scriptDigest = "sha256-ox4bri+xTrW3kuLTyRoak73QX8KZGuyP3JlQYusbSlA="

    static let template = """
        {{<layout}}
        {{$title}}One moment{{/title}}
        {{$main}}
        <h1>One moment</h1>
        <p class="lead">You are being sent to <bdi>{{host}}</bdi>.</p>
        <form method="post" action="{{action}}">
        {{#parameters}}
        <input type="hidden" name="{{name}}" value="{{value}}">
        {{/parameters}}
        <div class="actions">
        <button class="button primary" type="submit">Continue</button>
        </div>
        </form>
        <script>\(script)</script>
        {{/main}}
        {{/layout}}
        """
}
