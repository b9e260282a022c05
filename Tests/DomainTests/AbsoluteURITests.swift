// Which URIs are safe to store and to send a browser to.

import Domain
import Testing

@Suite struct AbsoluteURITests {
    @Test(
        "what is safe is taken as it is written",
        arguments: [
            "https://a", "https://a/", "http://localhost:8080/callback?x=y&z=%20",
            "https://a.example/%C3%A9", "https://[2001:db8::1]:443/", "com.example.app:/callback",
            "myapp://open", "urn:ietf:wg:oauth:2.0:oob", "a:", "A1+-.:x", "https://a?b",
            "https://a/b@c", "https://a/?b@c", "mailto:a@b", "HTTPS://A/", "https://a//b",
        ])
    func safe(text: String) throws {
        let uri = try AbsoluteURI(text)
        #expect(uri.text == text)
        #expect(uri.fragment == "")
    }

    @Test(
        "the fragment is what follows the number sign",
        arguments: [
            ("https://a#", ""), ("https://a#b", "b"), ("https://a/b?c#d/e?f", "d/e?f"),
            ("a:#@", "@"), ("https://a/#b:c@d", "b:c@d"),
        ])
    func fragment(text: String, fragment: String) throws {
        #expect(try AbsoluteURI(text).fragment == fragment)
    }

    @Test(
        "what is not is refused for its reason",
        arguments: [
            ("", .noScheme), ("a", .noScheme), ("/a", .noScheme), ("//a", .noScheme),
            ("1a:b", .noScheme), (":b", .noScheme), ("a/b:c", .noScheme), ("a_b:c", .noScheme),
            ("?a:b", .noScheme),
            ("javascript:alert(1)", .unsafeScheme), ("JavaScript:alert(1)", .unsafeScheme),
            ("data:text/html,x", .unsafeScheme), ("file:///etc/passwd", .unsafeScheme),
            ("vbscript:x", .unsafeScheme), ("blob:https://a/b", .unsafeScheme),
            ("about:blank", .unsafeScheme), ("view-source:https://a", .unsafeScheme),
            ("filesystem:https://a", .unsafeScheme),
            ("https:", .noHost), ("https:a", .noHost), ("https:/a", .noHost), ("http://", .noHost),
            ("http:///a", .noHost), ("https://:80", .noHost), ("https://?a", .noHost),
            ("https://#a", .noHost),
            ("https://good@evil", .userInformation), ("https://a:b@c/", .userInformation),
            ("myapp://a@b", .userInformation), ("https://@a", .userInformation),
            ("https://a@", .userInformation),
            (" https://a", .forbiddenCharacter), ("https://a b", .forbiddenCharacter),
            ("https://a\\b", .forbiddenCharacter), ("https://a\r\n", .forbiddenCharacter),
            ("https://a\0", .forbiddenCharacter), ("https://é", .forbiddenCharacter),
            ("https://a\"", .forbiddenCharacter), ("https://<a>", .forbiddenCharacter),
            ("https://a/%", .forbiddenCharacter), ("https://a/%2", .forbiddenCharacter),
            ("https://a/%2g", .forbiddenCharacter), ("https://a/%%41", .forbiddenCharacter),
            ("https://a#b#c", .forbiddenCharacter), ("https://a/{b}", .forbiddenCharacter),
            ("https://[[::1]]", .forbiddenCharacter), ("https://a/[b]", .forbiddenCharacter),
            ("https://[zz]/", .malformedHost), ("https://[]/", .malformedHost),
            ("https://[::1/", .malformedHost), ("https://[::1]a", .malformedHost),
            ("https://a[b]/", .malformedHost),
            ("https://a:abc/", .malformedPort), ("https://a:99999/", .malformedPort),
            ("https://[::1]:+1/", .malformedPort),
            ("java\tscript:x", .forbiddenCharacter),
            ("https://a\u{202E}b", .forbiddenCharacter), ("https://a|b", .forbiddenCharacter),
        ] as [(String, AbsoluteURI.Flaw)])
    func unsafe(text: String, flaw: AbsoluteURI.Flaw) {
        #expect(throws: flaw) { try AbsoluteURI(text) }
    }

    @Test("no ASCII text makes it fail otherwise, nor slowly")
    func anything() {
        for byte in UInt8.min...127 {
            let character = String(decoding: [byte], as: UTF8.self)
            for text in [character, "https://a\(character)", "a:\(character)b"] {
                if let uri = try? AbsoluteURI(text) { #expect(uri.text == text) }
            }
        }
        let many = String(repeating: "#", count: 100_000)
        #expect(throws: AbsoluteURI.Flaw.forbiddenCharacter) { try AbsoluteURI("a:" + many) }
    }
}
