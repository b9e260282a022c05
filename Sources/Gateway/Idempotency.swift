import Access
import Crypto
import Dialects
import Domain
import HTTPWire

/// Reads `Idempotency-Key` and ties it to its caller, operation and request.
enum Idempotency {
    /// The most bytes that a key can have.
    static let keyBytesMax = 255

    /// The intent, with the request's idempotency key if it is a POST that makes something and has
    /// one.
    static func applied(to intent: Intent, of call: Call) throws(APIError) -> Intent {
        guard call.request.method == .post, case .create(var create) = intent else {
            return intent
        }
        let keys = call.request.fields.values(of: .idempotencyKey)
        guard let key = keys.first else { return intent }
        // Other bytes would be read as one and the same replacement character.
        guard keys.count == 1, (1...keyBytesMax).contains(key.utf8.count),
            key.utf8.allSatisfy({ $0 < 0x80 })
        else {
            throw .badRequest("Idempotency-Key must stand once and have 1 to 255 ASCII characters")
        }
        create.idempotency = IdempotencyKey(
            key: Array(key.utf8),
            name: digest(caller(of: call) + [call.route.name, key]),
            fingerprint: fingerprint(of: call, under: key))
        return .create(create)
    }

    /// Whose keys these are: the client's and the user's; the token's, where it names neither.
    private static func caller(of call: Call) -> [String] {
        let (client, subject) = (call.principal?.client, call.principal?.subject)
        guard client == nil, subject == nil,
            let token = Credentials(call.request, takesCookie: false).token
        else {
            return [client ?? "", subject ?? ""]
        }
        return ["", "", Base64URL.encode(TokenHash(of: token.exposed).bytes)]
    }

    /// Tells a repetition from another request: the path as routed, however it was spelled, and the
    /// body.
    ///
    /// Keyed by what is not stored: a body may hold a secret that somebody chose, and whoever reads
    /// the database must not be able to try out guesses.
    private static func fingerprint(of call: Call, under key: String) -> [UInt8] {
        var code = HMAC<SHA256>(key: SymmetricKey(data: Array(key.utf8)))
        for parameter in call.parameters { code.update(data: framed(parameter)) }
        code.update(data: call.request.body)
        return Array(code.finalize())
    }

    private static func digest(_ parts: [String]) -> [UInt8] {
        var hash = SHA256()
        for part in parts { hash.update(data: framed(part)) }
        return Array(hash.finalize())
    }

    /// With its length before it, so that none runs into the next.
    private static func framed(_ part: String) -> [UInt8] {
        Array("\(part.utf8.count):\(part)".utf8)
    }
}
