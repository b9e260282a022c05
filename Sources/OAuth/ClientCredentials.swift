public import Domain
import HTTPWire
import Signing

/// How a request says which client sends it, and with what proof (RFC 6749 §2.3).
struct ClientCredentials {
    /// The client that it says it is.
    let clientID: String
    /// Why that should be believed.
    let proof: Proof

    /// Why a client should be believed.
    enum Proof {
        /// It has nothing to show: enough for public clients.
        case none
        /// Its secret, and how that came.
        case secret(Secret, AuthenticationMethod)
        /// A signed statement (RFC 7523 §2.2).
        case assertion(ClientAssertion)
    }

    /// The longest client id and secret that are looked at.
    static let textBytesMax = 1024
    static let assertionBytesMax = 16 * 1024
    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// What must never stand in a URL, because URLs are logged (RFC 6749 §2.3.1).
    private static let confidential: [Parameters.Name] = [
        .clientSecret, .clientAssertion, .code, .codeVerifier, .deviceCode, .password,
        .refreshToken, .token,
    ]

    /// Reads a request's credentials; throws `invalid_request` for none, two, or malformed ones.
    init(_ request: FlowRequest) throws(OAuthError) {
        if let name = Self.confidential.first(where: { request.queryNames.contains($0.rawValue) }) {
            throw .invalid("\(name.rawValue) must be sent in the body, never in the URL")
        }
        let parameters = request.parameters
        let clientID = try parameters.text(.clientID, bytesMax: Self.textBytesMax)
        let secret = try parameters.text(.clientSecret, bytesMax: Self.textBytesMax)
        let assertion = try parameters.text(.clientAssertion, bytesMax: Self.assertionBytesMax)
        let basic = try BasicCredentials(authorization: request.authorization)
        let shown = [basic != nil, secret != nil, assertion != nil].count { $0 }
        guard shown <= 1 else {
            throw .invalid("the client must authenticate in one way, not in several at once")
        }
        if let basic {
            guard clientID == nil || clientID == basic.name else {
                throw .invalid("client_id is not the client that authenticates")
            }
            self.init(clientID: basic.name, proof: .secret(basic.secret, .basic))
        } else if let assertion {
            try self.init(clientID, assertion: assertion, type: parameters[.clientAssertionType])
        } else if let clientID {
            let proof = secret.map { Proof.secret(Secret($0), .post) } ?? .none
            self.init(clientID: clientID, proof: proof)
        } else {
            throw OAuthError(.invalidClient, "the client must say who it is; see client_id")
        }
    }

    private init(clientID: String, proof: Proof) {
        self.clientID = clientID
        self.proof = proof
    }

    /// The client of an assertion is whom it is about (RFC 7523 §3).
    private init(_ clientID: String?, assertion: String, type: String?) throws(OAuthError) {
        guard type == Self.assertionType else {
            throw .invalid("client_assertion_type must be \(Self.assertionType)")
        }
        guard let read = ClientAssertion(assertion), let subject = read.claimedClientID else {
            throw .invalid("client_assertion is no signed JWT with a sub")
        }
        guard clientID == nil || clientID == subject else {
            throw .invalid("client_id is not the client that authenticates")
        }
        self.init(clientID: subject, proof: .assertion(read))
    }
}

/// `Authorization: Basic`, with form-encoded name and password (RFC 7617, RFC 6749 §2.3.1).
public struct BasicCredentials: Sendable {
    /// The name, decoded; never empty.
    public let name: String
    /// The password, decoded.
    public let secret: Secret

    /// Nil where there is no such field; throws `invalid_request` where it cannot be read, and
    /// `invalid_client` for another scheme.
    public init?(authorization: String?) throws(OAuthError) {
        guard let authorization else { return nil }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic" else {
            throw OAuthError(.invalidClient, "clients authenticate by Basic, or in the body")
        }
        guard let pair = Self.text(base64: parts[1]),
            let colon = pair.firstIndex(of: ":"),
            let name = PercentCoding.decodeForm(String(pair[..<colon])), !name.isEmpty,
            let secret = PercentCoding.decodeForm(String(pair[pair.index(after: colon)...])),
            name.utf8.count <= ClientCredentials.textBytesMax,
            secret.utf8.count <= ClientCredentials.textBytesMax
        else {
            throw .invalid("the Basic credentials cannot be read; are both form-encoded?")
        }
        self.name = name
        self.secret = Secret(secret)
    }

    private static func text(base64 text: Substring) -> String? {
        let plain = text.prefix { $0 != "=" }
        guard plain.utf8.count + 2 >= text.utf8.count, !plain.contains(where: { "-_".contains($0) })
        else { return nil }
        let url = String(plain.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
        return Base64URL.decode(url).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
