import Crypto
import Domain
import Postgres
import Secrets

/// Where in a list a page ended: the last row's sort value and key.
struct CursorPosition: Equatable {
    let sort: Value
    let key: String

    var sortParameter: Parameter { Parameter(sort) }
}

/// Everything that a cursor is valid for: one tenant's list, by its filters, owner and order.
struct CursorScope {
    fileprivate private(set) var bytes: [UInt8] = []
    fileprivate let sortKind: ValueKind

    init(_ list: ListIntent, tenant: Tenant) {
        let sort = list.resource.fields[list.order.field]
        sortKind = sort.kind
        bytes.reserveCapacity(192)
        append(String(tenant.number))
        append(list.resource.table)
        append(sort.name)
        append(list.resource.fields[list.order.key].name)
        switch list.order.direction {
        case .ascending: append("ascending")
        case .descending: append("descending")
        }
        append(list.owner ?? "")
        for filter in list.filters {
            switch filter {
            case .equals(let field, let text):
                append("=\(field)")
                append(text)
            case .isOneOf(let field, let texts):
                append("|\(field)")
                for text in texts { append(text) }
            }
        }
    }

    /// Lengths keep two different lists from running into the same bytes.
    private mutating func append(_ part: String) {
        let text = part.utf8Span.span
        bytes.append(addingCapacity: text.count + 8) { bytes in
            for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: text.count >> (8 * byte))) }
            for index in text.indices { bytes.append(text[index]) }
        }
    }
}

/// Writes and reads cursors: opaque to clients, and refused unless made here for the same list.
struct CursorSeal {
    /// Has taken the key in; each seal goes on from a copy.
    private let keyed: HMAC<SHA256>

    private static let checkBytes = 16
    private static let textMax = 1024

    /// Seals under a key that all gateways of a database share.
    init(key: [UInt8]) {
        keyed = HMAC(key: SymmetricKey(data: key))
    }

    func seal(_ position: CursorPosition, scope: CursorScope) -> String? {
        let sort: [UInt8]
        switch position.sort {
        case .text(let text): sort = Array(text.utf8)
        case .integer(let integer): sort = Self.bytes(of: integer)
        case .time(let time): sort = Self.bytes(of: time.microseconds)
        case .null, .texts, .boolean, .json, .secret: return nil
        }
        guard let length = UInt16(exactly: sort.count) else { return nil }
        var payload: [UInt8] = []
        payload.reserveCapacity(2 + sort.count + position.key.utf8.count)
        payload += [UInt8(length >> 8), UInt8(length & 0xFF)]
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
        var code = keyed
        code.update(data: scope.bytes)
        code.update(data: [0])
        code.update(data: payload)
        var digest = code.finalize().makeIterator()
        return (0..<Self.checkBytes).map { _ in digest.next() ?? 0 }
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
        case .texts, .boolean, .json, .secret: return nil
        }
    }
}
