/// What a page shows and asks, without how.
public enum FlowPage: Sendable {
    /// Asks for name and password.
    case login(LoginQuestion)
    /// Asks whether the client may have what it asks for.
    case consent(ConsentQuestion)
    /// Asks for the code that a device shows.
    case deviceCode(DeviceCodeQuestion)
    /// Says what was decided about a device.
    case deviceDone(isApproved: Bool, tenantName: String)
    /// Asks whether to log out.
    case logout(LogoutQuestion)
    /// Says that the browser is logged out.
    case loggedOut(tenantName: String)
    /// Says that the browser is logged in as before, because the person wants it so.
    case stillLoggedIn(tenantName: String)
    /// Says why nothing can be done, and where nobody can be told by redirect.
    case refusal(OAuthError, tenantName: String?)
}

/// The client, as a person is shown it.
public struct ShownClient: Sendable, Hashable {
    /// Names it.
    public let id: String
    /// Its name.
    public let name: String
    /// The page about it; empty without one.
    public let uri: String
    /// Whether it has a logo.
    public let hasLogo: Bool

    /// Makes the value; see the members.
    public init(id: String, name: String, uri: String = "", hasLogo: Bool = false) {
        self.id = id
        self.name = name
        self.uri = uri
        self.hasLogo = hasLogo
    }

    init(_ client: RegisteredClient) {
        id = client.id
        name = client.name
        uri = client.uri
        hasLogo = client.hasLogo
    }
}

/// What the login page needs.
public struct LoginQuestion: Sendable {
    /// What people call the tenant.
    public var tenantName: String
    /// Who asks.
    public var client: ShownClient
    /// Where the answer is posted.
    public var target: ServerPath
    /// The parameters to carry along.
    public var request: [String: String]
    /// What proves that the answer comes from this page.
    public var ticket: String
    /// The name to start with.
    public var username: String
    /// Why it is asked again.
    public var problem: Problem?
    /// Where the browser may end up; nil where it stays here.
    public var redirectURI: String?

    /// Makes the value; see the members.
    public init(
        tenantName: String, client: ShownClient, target: ServerPath, request: [String: String],
        ticket: String, username: String, problem: Problem?, redirectURI: String?
    ) {
        self.tenantName = tenantName
        self.client = client
        self.target = target
        self.request = request
        self.ticket = ticket
        self.username = username
        self.problem = problem
        self.redirectURI = redirectURI
    }

    /// Why it is asked again.
    public enum Problem: Sendable, Hashable {
        /// Name and password do not belong together.
        case wrongCredentials
        /// So many seconds have to pass first.
        case tooManyAttempts(seconds: Int64)
        /// The page was another browser's, or too old.
        case expired
    }
}

/// What the consent page needs.
public struct ConsentQuestion: Sendable {
    /// What people call the tenant.
    public var tenantName: String
    /// Who asks.
    public var client: ShownClient
    /// Who is asked.
    public var username: String
    /// For what.
    public var scope: GrantedScope
    /// Where the browser goes then; nil where it stays here.
    public var redirectURI: String?
    /// Where the answer is posted.
    public var target: ServerPath
    /// The parameters to carry along.
    public var request: [String: String]
    /// What proves that the answer comes from this page.
    public var ticket: String
}

/// What the page that asks for a device's code needs.
public struct DeviceCodeQuestion: Sendable {
    /// What people call the tenant.
    public var tenantName: String
    /// The code to begin with; nil where there is none.
    public var userCode: String?
    /// What proves that the answer comes from this page.
    public var ticket: String
    /// Why it is asked again.
    public var problem: Problem?

    /// Why it is asked again.
    public enum Problem: Sendable, Hashable {
        /// No device waits for that code.
        case unknownCode
        /// The code has ended.
        case expired
        /// Too many codes were wrong: so many seconds have to pass first.
        case tooManyAttempts(seconds: Int64)
    }
}

/// What the logout page needs.
public struct LogoutQuestion: Sendable {
    /// What people call the tenant.
    public var tenantName: String
    /// Who is logged in.
    public var username: String
    /// The parameters to carry along.
    public var request: [String: String]
    /// What proves that the answer comes from this page.
    public var ticket: String
}
