import Dialects
import Domain
import OAuth

/// What the document says of a flow, in every dialect that has it.
///
/// This is the one place where a flow is described: one that is new does not compile until it
/// stands in `meaning`. Statuses and fields are not said here; they are read off the answers that
/// the dialect gives to `outcomes` and `refusals`.
struct FlowMeaning {
    /// What the request says.
    var request = Asked.fields([])
    /// What a person's answer to a page adds to the request that the page carries along.
    var page: [FlowField] = []
    /// Whether the client shows who it is (RFC 6749 §2.3).
    var authenticatesClient = false
    /// One of each sort of success.
    var outcomes: [FlowOutcome]
    /// The JSON of a success; nil where there is none.
    var shape: Shape?
    /// What the protocol refuses.
    var refusals: [OAuthError] = []
    /// What can go wrong besides, other than in every operation.
    var failures: [APIError] = []
    /// Whether something changes, so that a lost answer leaves a doubt.
    var changesSomething = false

    /// The fields of a request, in its query or its body.
    enum Asked {
        /// These.
        case fields([FlowField])
        /// Those of one of the variants.
        case oneOf([Variant])
    }

    /// A sort of request, told from the others by the value of one field.
    struct Variant {
        /// The name of its schema.
        var name: String
        /// The field that tells it.
        var field: Parameters.Name
        /// The field's value.
        var word: String
        /// The others.
        var fields: [FlowField]
    }
}

extension Flow {
    /// What the document says of it.
    var meaning: FlowMeaning {
        switch self {
        case .metadata: .metadata
        case .keys: .keys
        case .authorize: .authorize
        case .authorizeByForm: .authorizeByForm
        case .login: .login
        case .consent: .consent
        case .consentByToken: .consentByToken
        case .authorizeDevice: .authorizeDevice
        case .devicePage: .devicePage
        case .deviceAnswer: .deviceAnswer
        case .push: .push
        case .token: .token
        case .introspect: .introspect
        case .revoke: .revoke
        case .userInfo: .userInfo
        case .endSession: .endSession
        case .stylesheet: .stylesheet
        }
    }
}

extension OAuthError {
    /// A refusal by its code alone: the document says which there are, not when.
    init(sample code: Code, retryAfter: Int64? = nil) {
        self.init(code, code.rawValue, retryAfter: retryAfter)
    }

    /// What whoever failed too often is told.
    static let heldBack = OAuthError(sample: .slowDown, retryAfter: 300)
}
