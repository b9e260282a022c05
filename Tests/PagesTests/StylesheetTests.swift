// The stylesheet's address, and whether people can read what it colours.

import Crypto
import Foundation
import Pages
import Testing

@Suite struct StylesheetTests {
    static let text = String(decoding: Stylesheet.bytes, as: UTF8.self)

    @Test("the version is the sheet's own")
    func version() {
        let digits = SHA256.hash(data: Stylesheet.bytes).prefix(4).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        #expect(Stylesheet.version == digits.joined())
    }

    @Test("it loads nothing, and its braces balance")
    func contents() {
        #expect(!Self.text.contains("url("))
        #expect(!Self.text.contains("@import"))
        #expect(Self.text.count { $0 == "{" } == Self.text.count { $0 == "}" })
        #expect(Self.text.contains("prefers-color-scheme: dark"))
        #expect(Self.text.contains(":focus-visible"))
    }

    /// What stands on what, and how far they must differ (WCAG 2.2, 1.4.3 and 1.4.11).
    static let pairs: [(front: String, back: String, ratio: Double)] = [
        ("ink", "card", 4.5), ("ink", "ground", 4.5), ("soft", "card", 4.5),
        ("soft", "ground", 4.5), ("accent", "card", 4.5), ("on-accent", "accent", 4.5),
        ("on-contrary", "contrary", 4.5), ("alarm", "alarm-ground", 4.5),
        ("on-tile", "tile", 4.5), ("edge", "card", 3), ("accent", "ground", 3),
        ("alarm", "card", 3), ("contrary", "card", 3),
    ]

    @Test("colours differ enough to be read, by day and by night", arguments: pairs)
    func contrast(_ front: String, _ back: String, _ ratio: Double) throws {
        let themes = Self.text.split(separator: "@media (prefers-color-scheme: dark)")
        #expect(themes.count == 2)
        for theme in themes {
            let one = try Self.luminance(of: front, in: theme)
            let other = try Self.luminance(of: back, in: theme)
            #expect((max(one, other) + 0.05) / (min(one, other) + 0.05) >= ratio)
        }
    }

    /// The relative luminance of WCAG 2.2.
    static func luminance(of name: String, in theme: Substring) throws -> Double {
        let mark = "--\(name): #"
        let start = try #require(theme.firstRange(of: mark)).upperBound
        let number = try #require(Int(theme[start...].prefix(6), radix: 16))
        let channels = [16, 8, 0].map { shift in
            let value = Double(number >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
}
