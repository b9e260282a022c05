// Permissions: whole words, every alias, nothing by prefix.

import Domain
import Testing

@Suite struct ScopeTests {
    private static let words = Scope.allCases.flatMap { scope in
        ([scope.rawValue] + scope.aliases).map { (scope, $0) }
    }

    @Test("every word stands for its permission and for no other", arguments: words)
    func word(scope: Scope, word: String) {
        #expect(Scope(word: word) == scope)
        let set = ScopeSet(parsing: word)
        #expect(Scope.allCases.filter(set.contains) == [scope])
    }

    @Test("no word stands for two permissions")
    func distinct() {
        let words = Self.words.map(\.1) + [Scope.everything]
        #expect(Set(words).count == words.count)
    }

    @Test("a part of a word, or more than a word, stands for nothing", arguments: words)
    func wholeWords(scope: Scope, word: String) {
        let near = [
            String(word.dropLast()), String(word.dropFirst()), word + "s", "x" + word,
            word.uppercased(), word + ":", word + "\t", "\(word),\(word)", word + "\u{301}",
            word + ".read", word.replacing(":", with: "."), word + "\u{A0}", "\"\(word)\"",
        ].filter { $0 != word }
        for text in near {
            #expect(Scope(word: text) == nil)
            #expect(ScopeSet(parsing: text) == .none, "\(text)")
        }
    }

    @Test(
        "a token's words are read one by one",
        arguments: [
            ("", []), (" ", []), ("app", []), ("app:read", [.appRead]),
            ("openid app:read profile", [.appRead, .openID]), ("profile email", []),
            (" app:read  app:write ", [.appRead, .appWrite]),
            ("app:read app:read", [.appRead]), ("all", Scope.allCases),
            ("x all y", Scope.allCases), ("ALL", []), ("all:read", []), ("app:all", []),
            ("app:read\nconnection:write", []),
            (
                "gov.user.oauth.connection:write connection:read",
                [.connectionRead, .connectionWrite]
            ),
        ] as [(String, [Scope])])
    func set(words: String, scopes: [Scope]) {
        #expect(Scope.allCases.filter(ScopeSet(parsing: words).contains) == scopes)
    }

    @Test("a principal passes with the permission and with no other", arguments: Scope.allCases)
    func requirement(scope: Scope) throws {
        func principal(_ scopes: ScopeSet) -> Principal {
            Principal(
                tenant: 1, client: nil, subject: nil, scopes: scopes,
                issued: Timestamp(microseconds: 0), expires: Timestamp(microseconds: 0))
        }
        try principal(ScopeSet(parsing: scope.rawValue)).require(scope)
        try principal(.all).require(scope)
        let others = Scope.allCases.filter { $0 != scope }.map(\.rawValue).joined(separator: " ")
        for scopes in [ScopeSet.none, ScopeSet(parsing: others)] {
            #expect(throws: APIError.insufficientScope(scope)) {
                try principal(scopes).require(scope)
            }
        }
        #expect(throws: APIError.userRequired) { try principal(.all).requireUser() }
    }
}
