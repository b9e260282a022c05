// Identifiers and secrets that are made: their form, and that no two are the same.

import Domain
import Testing

@Suite struct RandomTextTests {
    @Test("a UUID says its version and variant, in lower case")
    func uuid() {
        var random = SystemRandomNumberGenerator()
        let texts = (0..<100).map { _ in RandomText.uuid.make(using: &random) }
        let form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
        #expect(texts.allSatisfy { $0.contains(form) })
        #expect(Set(texts).count == texts.count)
    }

    @Test("base64url has a character for every six bits", arguments: [(16, 22), (32, 43), (1, 2)])
    func base64URL(bytes: Int, characters: Int) {
        var random = SystemRandomNumberGenerator()
        let text = RandomText.base64URL(bytes: bytes).make(using: &random)
        #expect(text.utf8.count == characters)
        #expect(text.contains(/^[A-Za-z0-9_-]+$/))
    }
}
