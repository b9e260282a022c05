public import Access
public import Domain
import JSONWire
public import Signing

/// Where tenants' signing keys come from.
public protocol KeyRingSource {
    /// The tenant's keys; nil where it has none.
    func ring(of tenant: Tenant) async throws(APIError) -> KeyRing?
}

/// A tenant's keys: the one that signs, and all that others verify with.
public struct KeyRing: Sendable {
    /// The private key that signs now.
    public let signing: SigningKey
    /// The public keys: the current, the next, and those that signed what is still good.
    public let published: KeySet

    /// Makes the value.
    public init(signing: SigningKey, published: KeySet) {
        self.signing = signing
        self.published = published
    }
}

/// The authorization server of every tenant: one per loop, with that loop's ledger.
///
/// Each flow is a function in a file of its own. What is decided is decided there, on values; what
/// is kept is the ledger's.
public final class AuthorizationServer {
    /// What an operator decided.
    public let settings: ServerSettings
    let ledger: any AuthorizationLedger
    let keys: any KeyRingSource
    /// Computes slow hashes.
    let hashing: any SlowWork
    /// Makes and checks signatures.
    let signing: any SlowWork
    let herald: any RevocationHerald
    /// What is remembered of introspected tokens; revocations are told to it.
    public var records: IntrospectionCache<TokenRecord>
    var throttle: Throttle
    var random = SystemRandomNumberGenerator()

    /// Works over the loop's ledger and keys, and leaves to others what would hold it up.
    public init(
        ledger: any AuthorizationLedger, keys: any KeyRingSource, hashing: any SlowWork,
        signing: any SlowWork, herald: any RevocationHerald,
        records: IntrospectionLimits, settings: ServerSettings
    ) {
        self.ledger = ledger
        self.keys = keys
        self.hashing = hashing
        self.signing = signing
        self.herald = herald
        self.settings = settings
        self.records = IntrospectionCache(limits: records)
        throttle = Throttle(failuresMax: settings.failuresMax)
    }

    /// Does what the request asks.
    public func perform(
        _ flow: Flow, _ request: FlowRequest
    ) async throws(FlowError) -> FlowOutcome {
        switch flow {
        case .metadata: .object(try await metadata(request))
        case .keys: try await publicKeys(request)
        case .authorize: try await authorize(request)
        case .authorizeByForm: authorizeByForm(request)
        case .login: try await login(request)
        case .consent: try await consent(request)
        case .authorizeDevice: try await authorizeDevice(request)
        case .devicePage: try await showDevicePage(request)
        case .deviceAnswer: try await answerDevicePage(request)
        case .push: try await push(request)
        case .consentByToken: try await consentByToken(request)
        case .token: .tokens(try await exchange(request))
        case .introspect: try await introspect(request)
        case .revoke: try await revoke(request)
        case .userInfo: .object(try await userInfo(request))
        case .endSession: try await endSession(request)
        case .stylesheet: .stylesheet
        }
    }

    func issuer(of tenant: Tenant) -> Issuer { settings.issuer.issuer(of: tenant) }

    /// A new random text and the digest that is kept of it.
    func secret(bytes: Int = 32) -> (text: Secret, hash: [UInt8]) {
        let text = RandomText.base64URL(bytes: bytes).make(using: &random)
        return (Secret(text), TokenHash(of: text).bytes)
    }
}

/// Lets what throws either kind of error be used in a flow.
func refusing<Value>(_ body: () throws(OAuthError) -> Value) throws(FlowError) -> Value {
    do throws(OAuthError) {
        return try body()
    } catch {
        throw .refused(error)
    }
}

/// Lets what asks the ledger be used in a flow.
func asking<Value>(
    _ body: () async throws(APIError) -> Value
) async throws(FlowError) -> Value {
    do throws(APIError) {
        return try await body()
    } catch {
        throw .failed(error)
    }
}
