/// A URI with a scheme (RFC 3986 §4.3) that it is safe to store and to send a browser to.
///
/// Stricter than the grammar on purpose: a scheme that runs or reads something in the browser is
/// refused, `http` and `https` need a host, and user information is refused because
/// `https://good@evil` reads as the wrong host.
public struct AbsoluteURI: Sendable, Hashable {
    /// The URI as written; comparison of redirect URIs is by these bytes (RFC 9700 §2.1).
    public let text: String
    /// What follows `#`; empty where there is none.
    public let fragment: String

    /// Why a text is no such URI.
    public enum Flaw: Error, Sendable, Hashable {
        /// No scheme, or one that is not `ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`.
        case noScheme
        /// A scheme whose target is code or a local file.
        case unsafeScheme
        /// `http` or `https` without a host.
        case noHost
        /// A user name or password before the host.
        case userInformation
        /// Brackets around no IPv6 address, or anywhere else.
        case malformedHost
        /// A port that is not a number up to 65535.
        case malformedPort
        /// A byte that RFC 3986 does not allow, or `%` without two hexadecimal digits.
        case forbiddenCharacter

        /// The end of the sentence "`redirect_uri` …".
        public var sentence: String {
            switch self {
            case .noScheme: "must be an absolute URI with a scheme"
            case .unsafeScheme: "has a scheme that cannot be used here"
            case .noHost: "must have a host"
            case .userInformation: "must not have user information before the host"
            case .malformedHost: "has a host that is none"
            case .malformedPort: "has a port that is none"
            case .forbiddenCharacter: "has a character that a URI cannot have"
            }
        }
    }

    /// Takes a text apart just far enough to know that it is safe.
    public init(_ text: String) throws(Flaw) {
        let bytes = Array(text.utf8)
        try Self.checkCharacters(bytes)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { throw .noScheme }
        let scheme = try Self.scheme(bytes[..<colon])
        var rest = bytes[(colon + 1)...]
        var fragment: ArraySlice<UInt8> = []
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = rest[(hash + 1)...]
            rest = rest[..<hash]
        }
        try Self.checkAuthority(of: rest, scheme: scheme)
        self.text = text
        self.fragment = String(decoding: fragment, as: UTF8.self)
    }

    private static let unsafeSchemes: Set<String> = [
        "javascript", "data", "file", "vbscript", "blob", "about", "view-source", "filesystem",
    ]

    private static func scheme(_ bytes: ArraySlice<UInt8>) throws(Flaw) -> String {
        guard let first = bytes.first, isLetter(first) else { throw .noScheme }
        for byte in bytes where !isLetter(byte) && !isDigit(byte) {
            guard [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte) else {
                throw .noScheme
            }
        }
        let scheme = String(decoding: bytes, as: UTF8.self).lowercased()
        guard !unsafeSchemes.contains(scheme) else { throw .unsafeScheme }
        return scheme
    }

    private static func checkAuthority(
        of rest: ArraySlice<UInt8>, scheme: String
    ) throws(Flaw) {
        let slashes: [UInt8] = [UInt8(ascii: "/"), UInt8(ascii: "/")]
        let needsHost = scheme == "http" || scheme == "https"
        guard rest.starts(with: slashes) else {
            if needsHost { throw .noHost }
            return
        }
        let ends = [UInt8(ascii: "/"), UInt8(ascii: "?")]
        let authority = rest.dropFirst(2).prefix { !ends.contains($0) }
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInformation }
        try checkHost(of: authority, needsHost: needsHost)
        guard !rest.dropFirst(2 + authority.count).contains(where: isBracket) else {
            throw .forbiddenCharacter
        }
    }

    private static func checkHost(
        of authority: ArraySlice<UInt8>, needsHost: Bool
    ) throws(Flaw) {
        var port = authority
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else {
                throw .malformedHost
            }
            let address = authority[..<end].dropFirst()
            guard address.contains(UInt8(ascii: ":")),
                address.allSatisfy({ isHexadecimal($0) || ":.".utf8.contains($0) })
            else { throw .malformedHost }
            port = authority[(end + 1)...]
            guard port.isEmpty || port.first == UInt8(ascii: ":") else { throw .malformedHost }
        } else {
            let host = authority.prefix { $0 != UInt8(ascii: ":") }
            guard !host.contains(where: isBracket) else { throw .malformedHost }
            if host.isEmpty, needsHost { throw .noHost }
            port = authority[host.endIndex...]
        }
        let digits = port.dropFirst()
        guard digits.isEmpty || UInt16(String(decoding: digits, as: UTF8.self)) != nil,
            digits.allSatisfy(isDigit)
        else { throw .malformedPort }
    }

    private static func isBracket(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(Flaw) {
        var escapeDigits = 0
        var brackets = 0
        for (index, byte) in bytes.enumerated() {
            if escapeDigits > 0 {
                guard isHexadecimal(byte) else { throw .forbiddenCharacter }
                escapeDigits -= 1
                continue
            }
            if byte == UInt8(ascii: "%") {
                escapeDigits = 2
            } else if byte == UInt8(ascii: "#"), bytes[..<index].contains(byte) {
                throw .forbiddenCharacter
            } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") {
                brackets += 1
                guard brackets <= 2 else { throw .forbiddenCharacter }
            } else if !isLetter(byte), !isDigit(byte), !punctuation.contains(byte) {
                throw .forbiddenCharacter
            }
        }
        guard escapeDigits == 0 else { throw .forbiddenCharacter }
    }

    private static let punctuation = Set("-._~:/?#@!$&'()*+,;=".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
