import Crypto
import Domain
import Postgres

/// Where in a list a page ended: the last row's sort value and key.
struct CursorPosition: Equatable {
    let sort: Value
    let key: String

    var sortParameter: Parameter { Parameter(sort) }
}

/// Everything that a cursor is valid for: one tenant's list, by its filters, owner and order.
struct CursorScope {
    fileprivate let text: String
    fileprivate let sortKind: ValueKind

    init(_ list: ListIntent, tenant: Tenant) {
        let sort = list.resource.fields[list.order.field]
        var parts = [
            "\(tenant.number)", list.resource.table, sort.column, "\(list.order.direction)",
            list.owner ?? "",
        ]
        for filter in list.filters {
            switch filter {
            case .equals(let field, let text): parts += ["=\(field)", text]
            case .isOneOf(let field, let texts): parts += ["|\(field)"] + texts
            }
        }
        // Lengths keep two different lists from running into the same text.
        text = parts.map { "\($0.utf8.count):\($0)" }.joined()
        sortKind = sort.kind
    }
}

/// Writes and reads cursors: opaque to clients, and refused unless made here for the same list.
struct CursorSeal {
    private let key: SymmetricKey

    private static let checkBytes = 16
    private static let textMax = 1024

    /// Seals under a key that all gateways of a database share.
    init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    func seal(_ position: CursorPosition, scope: CursorScope) -> String? {
        let sort: [UInt8]
        switch position.sort {
        case .text(let text): sort = Array(text.utf8)
        case .integer(let integer): sort = Self.bytes(of: integer)
        case .time(let time): sort = Self.bytes(of: time.microseconds)
        case .null, .texts, .boolean, .json: return nil
        }
        guard let length = UInt16(exactly: sort.count) else { return nil }
        var payload = [UInt8(length >> 8), UInt8(length & 0xFF)]
        payload += sort
        payload += position.key.utf8
        return Base64URL.encode(check(payload, scope) + payload)
    }

    func open(_ text: String, scope: CursorScope) throws(APIError) -> CursorPosition {
        guard text.utf8.count <= Self.textMax, let bytes = Base64URL.decode(text),
            bytes.count >= Self.checkBytes + 2
        else { throw Self.refusal }
        let payload = Array(bytes[Self.checkBytes...])
        guard constantTimeEqual(Array(bytes[..<Self.checkBytes]), check(payload, scope)) else {
            throw Self.refusal
        }
        let length = Int(payload[0]) << 8 | Int(payload[1])
        guard payload.count >= 2 + length else { throw Self.refusal }
        let sort = Array(payload[2..<(2 + length)])
        let key = String(decoding: payload[(2 + length)...], as: UTF8.self)
        guard let value = Self.value(sort, kind: scope.sortKind) else { throw Self.refusal }
        return CursorPosition(sort: value, key: key)
    }

    private static let refusal = APIError.invalid(
        "cursor", "is not one that this list gave out; start again without it")

    private func check(_ payload: [UInt8], _ scope: CursorScope) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array(scope.text.utf8))
        code.update(data: [0])
        code.update(data: payload)
        return Array(code.finalize().prefix(Self.checkBytes))
    }

    private static func bytes(of integer: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: integer >> (56 - 8 * $0)) }
    }

    private static func value(_ bytes: [UInt8], kind: ValueKind) -> Value? {
        let integer = bytes.count == 8 ? bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) } : nil
        switch kind {
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .integer: return integer.map(Value.integer)
        case .time: return integer.map { .time(Timestamp(microseconds: $0)) }
        case .texts, .boolean, .json: return nil
        }
    }
}

/// Whether two digests are the same, in time that depends on their length alone.
private func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
