import Domain

/// Comparison of redirect URIs: byte by byte, but for the port of a native app's loopback address
/// (RFC 9700 §2.1, RFC 8252 §7.3).
enum RedirectURI {
    static let bytesMax = 2048

    /// Whether an answer may be sent there.
    static func isRegistered(_ uri: String, among registered: [String]) -> Bool {
        if registered.contains(where: { $0.utf8.elementsEqual(uri.utf8) }) { return true }
        guard let asked = LoopbackURI(uri) else { return false }
        return registered.contains { LoopbackURI($0) == asked }
    }
}

/// A redirect URI on an IP loopback address, without its port; `localhost` is none, because it may
/// be resolved elsewhere (RFC 8252 §8.3).
private struct LoopbackURI: Equatable {
    private let host: String
    private let rest: String

    init?(_ uri: String) {
        guard uri.hasPrefix("http://") else { return nil }
        let afterScheme = uri.dropFirst("http://".count)
        let authority = afterScheme.prefix { !"/?#".contains($0) }
        guard let host = ["127.0.0.1", "[::1]"].first(where: authority.hasPrefix) else {
            return nil
        }
        let port = authority.dropFirst(host.count)
        let digits = port.dropFirst()
        let isNumber =
            (1...5).contains(digits.utf8.count)
            && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard port.isEmpty || port.first == ":" && isNumber else { return nil }
        self.host = host
        rest = String(afterScheme.dropFirst(authority.count))
    }
}
