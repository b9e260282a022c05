import Crypto
import Domain
import Secrets

/// Proof that a page was shown to the browser that answers it: nobody else knows the cookie that it
/// is made from (RFC 9700 §4.7).
struct Ticket {
    /// What the page asks.
    enum Page: String {
        case login, consent, logout, device
    }

    /// The text for a hidden field.
    let text: String

    /// The ticket of a page about a request, for the browser with this cookie.
    init(_ page: Page, _ digest: String, cookie: Secret) {
        let key = SymmetricKey(data: Array(cookie.exposed.utf8))
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(page.rawValue) \(digest)".utf8), using: key)
        text = Base64URL.encode(Array(code))
    }

    /// Whether this is the ticket that came back.
    func matches(_ sent: String?) -> Bool {
        guard let sent else { return false }
        return constantTimeEqual(Array(sent.utf8), Array(text.utf8))
    }
}
