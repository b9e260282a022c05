public import Domain

/// A device's wish between its asking and its tokens, as it is kept (RFC 8628): everything but the
/// text of the device code.
public struct DeviceAuthorization: Sendable, Hashable {
    /// SHA-256 of the device code.
    public var hash: [UInt8]
    /// What a person types.
    public var userCode: UserCode
    /// The client that the device runs.
    public var clientID: String
    /// What it asks for.
    public var scope: GrantedScope
    /// Seconds that have to pass between two questions; each one that comes too early adds to them.
    public var interval: Int64
    /// When the device asked last; nil before the first time.
    public var polled: Timestamp?
    /// When both codes end.
    public var expires: Timestamp
    /// Where it stands.
    public var state: State

    /// Where a device's wish stands.
    public enum State: Sendable, Hashable {
        /// Nobody has decided; can become `approved` or `denied`.
        case pending
        /// A person allowed it; can become `redeemed`, once.
        case approved(Approval)
        /// A person did not; for good.
        case denied
        /// The device has its tokens; for good.
        case redeemed
    }

    /// Who allowed it.
    public struct Approval: Sendable, Hashable {
        /// The user.
        public let subject: String
        /// When they had logged in.
        public let authenticated: Timestamp

        /// Makes the value.
        public init(subject: String, authenticated: Timestamp) {
            self.subject = subject
            self.authenticated = authenticated
        }
    }

    /// Makes the value; see the members.
    public init(
        hash: [UInt8], userCode: UserCode, clientID: String, scope: GrantedScope, interval: Int64,
        polled: Timestamp?, expires: Timestamp, state: State
    ) {
        self.hash = hash
        self.userCode = userCode
        self.clientID = clientID
        self.scope = scope
        self.interval = interval
        self.polled = polled
        self.expires = expires
        self.state = state
    }

    /// What a question of a device comes to.
    enum Verdict: Sendable, Hashable {
        /// The device may have its tokens, if nobody else is faster.
        case good(Approval)
        /// Nobody has decided: it may ask again.
        case undecided
        /// Nobody has decided, and it asks too often.
        case tooEarly
        /// It gets nothing.
        case refused(OAuthError)
    }

    /// Judges a question of an authenticated client (RFC 8628 §3.5).
    func verdict(for client: RegisteredClient, now: Timestamp) -> Verdict {
        guard clientID == client.id else { return .refused(Self.unknown) }
        if case .redeemed = state { return .refused(Self.used) }
        guard now < expires else {
            return .refused(
                OAuthError(.expiredToken, "the device code has expired; ask for a new one"))
        }
        switch state {
        case .pending:
            let next = polled?.advanced(bySeconds: interval)
            return next.map { now < $0 } == true ? .tooEarly : .undecided
        case .approved(let approval): return .good(approval)
        case .denied:
            return .refused(OAuthError(.accessDenied, "the user did not allow the device"))
        case .redeemed: return .refused(Self.used)
        }
    }

    /// How much one question that comes too early adds to the interval, in seconds (§3.5).
    private static let intervalStep: Int64 = 5
    /// The longest interval, in seconds: longer than any code lives.
    private static let intervalMax: Int64 = 86_400

    /// The same after a question.
    func asked(at now: Timestamp, tooEarly: Bool) -> DeviceAuthorization {
        var next = self
        next.polled = now
        if tooEarly { next.interval = min(interval + Self.intervalStep, Self.intervalMax) }
        return next
    }

    /// What is said of a device code that is not there, or another client's.
    static let unknown = OAuthError.invalidGrant(
        "the device code is unknown, or was issued to another client")
    /// What is said of one that is used up, or whose user takes the consent back meanwhile.
    static let used = OAuthError.invalidGrant("the device code is not good any more")
}
