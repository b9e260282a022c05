// Who is at the other end of a connection.

/// The address of a connection's other end.
public enum PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Another host, or this one, over TCP.
    case internet(IPAddress, port: UInt16)

    /// A process on this host, over a Unix socket.
    case unix

    /// The Internet address, where there is one.
    public var address: IPAddress? {
        switch self {
        case .internet(let address, _): address
        case .unix: nil
        }
    }

    /// `ADDRESS:PORT`, with an IPv6 address in brackets, or `unix`.
    public var description: String {
        switch self {
        case .internet(let address, let port):
            ListenAddress.internet(address, port: port).description
        case .unix: "unix"
        }
    }
}
