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
        let caller = [call.principal?.client ?? "", call.principal?.subject ?? ""]
        create.idempotency = IdempotencyKey(
            key: Array(key.utf8),
            name: digest(caller + [call.route.name, key]),
            fingerprint: digest(
                // The path as routed: however it was spelled, its name above and these say it.
                call.parameters + [call.request.target.query ?? ""], body: call.request.body))
        return .create(create)
    }

    /// SHA-256 of the parts, each with its length, so that none runs into the next.
    private static func digest(_ parts: [String], body: [UInt8] = []) -> [UInt8] {
        var hash = SHA256()
        for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        hash.update(data: body)
        return Array(hash.finalize())
    }
}
