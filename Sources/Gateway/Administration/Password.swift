import Crypto
import CryptoExtras
import Domain
import Reactor

/// Slow hashes of passwords: scrypt (RFC 7914), written as
/// `$scrypt$ln=LOG2N,r=8,p=1$SALT$HASH` with salt and hash in base64 without padding.
enum Password {
    /// log2 of the number of blocks, which are kept in memory at once: 64 MiB.
    private static let costLog2 = 16
    private static let blockSize = 8
    private static let saltBytes = 16
    private static let hashBytes = 32

    private static let workers = OffLoop(name: "passwords", threadCountMax: 1, waitingCountMax: 16)

    /// Hashes a password under a fresh salt, on another thread.
    static func hash(_ password: Domain.Secret) async throws(AdministrationError) -> String {
        do {
            return try await workers.run { try phc(password) }
        } catch {
            throw AdministrationError("the password could not be hashed: \(error)")
        }
    }

    private static func phc(_ password: Domain.Secret) throws -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.exposed.utf8), salt: salt, outputByteCount: hashBytes,
            rounds: 1 << costLog2, blockSize: blockSize, parallelism: 1)
        let hash = key.withUnsafeBytes { Array($0) }
        return "$scrypt$ln=\(costLog2),r=\(blockSize),p=1$\(base64(salt))$\(base64(hash))"
    }

    /// Base64 without padding: the URL alphabet's two special characters replaced.
    private static func base64(_ bytes: [UInt8]) -> String {
        String(
            Base64URL.encode(bytes).map { character in
                switch character {
                case "-": "+"
                case "_": "/"
                default: character
                }
            })
    }
}
