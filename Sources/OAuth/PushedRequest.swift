public import Domain
import JSONWire

/// An authorization request that the client itself has sent ahead (RFC 9126 §2), as it is kept:
/// everything but the text of its handle.
public struct PushedRequest: Sendable, Hashable {
    /// SHA-256 of the handle.
    public let hash: [UInt8]
    /// The client that pushed it.
    public let clientID: String
    /// What it asks for: checked, and without what the client authenticated with.
    public let parameters: Parameters
    /// When its handle ends.
    public let expires: Timestamp

    /// What every handle starts with (RFC 9126 §2.2).
    static let prefix = "urn:ietf:params:oauth:request_uri:"
    /// The longest request that is kept, in bytes of JSON.
    static let bytesMax = 32 * 1024
    /// For how many seconds after the handle's end a person may answer the pages it led to.
    static let pagesLifetime: Int64 = 1800

    init(hash: [UInt8], clientID: String, parameters: Parameters, expires: Timestamp) {
        self.hash = hash
        self.clientID = clientID
        self.parameters = parameters
        self.expires = expires
    }

    /// Reads what was kept; nil where `document` is no object of texts.
    public init?(hash: [UInt8], clientID: String, document: [UInt8], expires: Timestamp) {
        guard let object = try? JSONReader.read(document).object else { return nil }
        var values: [String: String] = [:]
        for member in object {
            guard let text = member.value.string else { return nil }
            values[member.name] = text
        }
        self.init(
            hash: hash, clientID: clientID, parameters: Parameters(values), expires: expires)
    }

    /// The parameters as a JSON object of texts.
    public var document: [UInt8] {
        var object = JSONObject()
        for (name, value) in parameters.all.sorted(by: { $0.key < $1.key }) {
            object.append(name, .string(value))
        }
        return JSON.object(object).encoded
    }

    /// How far a person has come with a request.
    enum Step: Sendable {
        /// The client sends the browser, with nothing but the handle.
        case begins
        /// A page is answered that the handle led to.
        case goesOn
    }

    /// Whether the handle is the client's, and in its time: the pages may take a person longer than
    /// a client may take to send them there.
    func isGood(for clientID: String, _ step: Step, now: Timestamp) -> Bool {
        let end =
            switch step {
            case .begins: expires
            case .goesOn: expires.advanced(bySeconds: Self.pagesLifetime)
            }
        return clientID == self.clientID && now < end
    }

    /// The digest of the handle that a request names; nil where it names none of ours.
    static func handle(in parameters: Parameters) -> [UInt8]? {
        guard let uri = parameters[.requestURI], uri.hasPrefix(prefix),
            uri.utf8.count <= ClientCredentials.textBytesMax
        else { return nil }
        return Secret(uri).digest
    }

    /// What is said of a handle that is unknown, another client's, used, or too old: these must not
    /// be told apart.
    static let unknown = OAuthError(
        .invalidRequestURI, "this request was used or is too old; go back to the app and try again")
}
