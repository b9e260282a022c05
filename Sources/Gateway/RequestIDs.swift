import HTTPWire

/// Names requests: with the client's own name where that is sane, else with a new one.
///
/// One per loop; its names differ from those of every other loop and process.
struct RequestIDs {
    private let prefix: String
    private var count: UInt32 = 0

    /// The longest name taken from a client.
    static let bytesMax = 128

    init() {
        var random = SystemRandomNumberGenerator()
        prefix = String(random.next() | 1 << 63, radix: 16)
    }

    /// The name of a request; nil for what could not be read as one.
    mutating func name(of request: Request?) -> String {
        if let name = request?.fields[.xRequestID], Self.isSane(name) { return name }
        count &+= 1
        return prefix + String(count, radix: 16)
    }

    private static func isSane(_ name: String) -> Bool {
        (1...bytesMax).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "="):
                    true
                default: false
                }
            }
    }
}
