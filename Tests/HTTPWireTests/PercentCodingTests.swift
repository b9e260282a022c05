// Percent-encoding and the paths and forms that are made with it.

import HTTPWire
import Testing

@Suite struct PercentCodingTests {
    @Test(
        "What is encoded is decoded, once",
        arguments: [
            ("", ""), ("a", "a"), ("%61", "a"), ("%C3%A9", "é"), ("%c3%a9", "é"), ("%2561", "%61"),
            ("a%20b", "a b"), ("a+b", "a+b"), ("%2F", "/"), ("é", "é"), ("%F0%9F%98%80", "😀"),
        ])
    func decoded(text: String, expected: String) {
        #expect(PercentCoding.decode(text) == expected)
    }

    @Test(
        "What is malformed, not UTF-8 or null is refused",
        arguments: [
            "%", "%4", "a%", "%4g", "%g4", "%%41", "% 41", "%+41", "%-1", "%u0041", "%٤١", "%00",
            "a%00b",
            "%80", "%C3", "%C3%28", "%C0%AF", "%ED%A0%80", "%F8%88%80%80%80", "%FF",
        ])
    func refused(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test("Only what is malformed is refused where octets are asked for")
    func octets() {
        #expect(PercentCoding.decode(Array("%00%FF".utf8).span) == [0, 255])
        #expect(PercentCoding.decode(Array("%0".utf8).span) == nil)
    }

    @Test(
        "Everything but the unreserved is encoded",
        arguments: [
            ("", ""), ("AZaz09-._~", "AZaz09-._~"), ("a b", "a%20b"),
            ("/?#[]@", "%2F%3F%23%5B%5D%40"),
            ("!$&'()*+,;=", "%21%24%26%27%28%29%2A%2B%2C%3B%3D"), ("é", "%C3%A9"), ("%", "%25"),
            ("\r\n\u{0}", "%0D%0A%00"),
        ])
    func encoded(text: String, expected: String) {
        #expect(PercentCoding.encode(text) == expected)
    }
}
