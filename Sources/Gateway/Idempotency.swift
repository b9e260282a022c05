import Access
import Crypto
import Dialects
import Domain
import HTTPWire

/// Reads `Idempotency-Key` and ties it to its caller, operation and request.
enum Idempotency {
    /// The most bytes that a key can have.
    static let keyBytesMax = 255

    /// The intent, with the request's idempotency key if it makes something and has one.
    static func applied(to intent: Intent, of call: Call) throws(APIError) -> Intent {
        guard case .create(var create) = intent else { return intent }
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
            // The path as routed: however it was spelled, its name above and these say it.
            fingerprint: digest(call.parameters, body: call.request.body))
        return .create(create)
    }

    /// Whose keys these are: the client's and the user's; the token's, where it names neither.
    private static func caller(of call: Call) -> [String] {
        let (client, subject) = (call.principal?.client, call.principal?.subject)
        guard client == nil, subject == nil, let token = Credentials(call.request).token else {
            return [client ?? "", subject ?? ""]
        }
        return ["", "", Base64URL.encode(TokenHash(of: token.exposed).bytes)]
    }

    /// SHA-256 of the parts, each with its length, so that none runs into the next.
    private static func digest(_ parts: [String], body: [UInt8] = []) -> [UInt8] {
        var hash = SHA256()
        for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        hash.update(data: body)
        return Array(hash.finalize())
    }
}
