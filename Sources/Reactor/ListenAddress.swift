// Where to listen, as an operator writes it.

/// An address to listen at: `HOST:PORT` or `unix:PATH`.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A TCP port of one local address, or of all for an address of zeros; port 0 is any free port.
    case internet(IPAddress, port: UInt16)

    /// A Unix socket in the file system.
    case unix(path: String)

    /// The longest path the kernel takes, in bytes.
    public static let pathBytesMax = 107

    /// Reads `HOST:PORT` or `unix:PATH`; nil for anything else.
    ///
    /// HOST is an IPv4 address, an IPv6 address in brackets, `localhost` (127.0.0.1), or `*` or
    /// nothing (all IPv4 addresses). Other names are refused: what they mean is for others to
    /// decide.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst("unix:".count)
            let count = path.utf8.count
            guard count > 0, count <= Self.pathBytesMax, !path.utf8.contains(0) else { return nil }
            self = .unix(path: String(path))
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else {
            return nil
        }
        guard let host = Self.host(text[..<colon]) else { return nil }
        self = .internet(host, port: port)
    }

    private static func host(_ text: Substring) -> IPAddress? {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let address = IPAddress(String(text.dropFirst().dropLast()))
            return address?.family == .v6 ? address : nil
        }
        switch text {
        case "", "*": return IPAddress(v4: 0)
        case "localhost": return IPAddress(v4: 0x7F00_0001)
        default:
            let address = IPAddress(String(text))
            return address?.family == .v4 ? address : nil
        }
    }

    /// The notation that `init` reads.
    public var description: String {
        switch self {
        case .internet(let address, let port):
            switch address.family {
            case .v4: "\(address):\(port)"
            case .v6: "[\(address)]:\(port)"
            }
        case .unix(let path): "unix:\(path)"
        }
    }
}
