// Codes that people type: easy to read, and read however they were typed.

import Testing

@testable import OAuth

@Suite struct UserCodeTests {
    @Test("a new code has eight consonants with a hyphen in the middle, and comes back")
    func form() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            let code = UserCode(using: &random)
            let form = /[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/
            #expect(code.shown.wholeMatch(of: form) != nil)
            #expect(UserCode(typed: code.shown) == code)
            #expect(UserCode(typed: code.letters) == code)
        }
    }

    @Test(
        "case and what stands between the letters do not matter",
        arguments: ["BCDFGHJK", "bcdf-ghjk", " b c d f g h j k ", "BCDF–GHJK", "(BcDf.gHjK)"])
    func typed(text: String) {
        #expect(UserCode(typed: text)?.shown == "BCDF-GHJK")
    }

    @Test(
        "what is no code is none",
        arguments: [
            "", "BCDFGHJ", "BCDFGHJKL", "ACDFGHJK", "BCDFGHJ1", "ВCDFGHJK",
            "BCDFGHJK" + String(repeating: " ", count: 57),
        ])
    func refused(text: String) {
        #expect(UserCode(typed: text) == nil)
    }
}
