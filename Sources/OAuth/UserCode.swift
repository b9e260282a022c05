/// What a person types so that a device gets its tokens (RFC 8628 §6.1).
///
/// Twenty letters without vowels, so that no code is a word; 8 of them are 34 bits, which is enough
/// because guesses are counted and codes end soon (§5.1).
public struct UserCode: Sendable, Hashable {
    /// Its letters, as they are kept.
    public let letters: String

    private static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
    private static let lettersCount = 8
    /// The longest text that is looked at.
    static let typedBytesMax = 64

    /// A new code.
    init(using random: inout some RandomNumberGenerator) {
        let letters = (0..<Self.lettersCount).map { _ in
            Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)]
        }
        self.letters = String(decoding: letters, as: UTF8.self)
    }

    /// Reads what a person typed; nil for what is no code.
    ///
    /// Case does not matter, nor what stands between the letters. What is kept is read so, too.
    public init?(typed text: String) {
        guard text.utf8.count <= Self.typedBytesMax else { return nil }
        let letters = text.uppercased().utf8.filter { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard letters.count == Self.lettersCount, letters.allSatisfy(Self.alphabet.contains)
        else { return nil }
        self.letters = String(decoding: letters, as: UTF8.self)
    }

    /// The code as devices show it: `BCDF-GHJK`.
    var shown: String {
        "\(letters.prefix(Self.lettersCount / 2))-\(letters.dropFirst(Self.lettersCount / 2))"
    }
}
