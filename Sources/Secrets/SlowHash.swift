// The two slow functions as their libraries compute them, bytes to bytes. Both give their results
// away by pointer, which is why this is the module's one file with unsafe code.

import CCrypt
import Crypto
import CryptoExtras

/// A slow hash could not be computed: no memory for it, or a libcrypt without bcrypt.
///
/// It says nothing about the secret. Whoever waits for an answer may try again.
public struct HashingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The reason, without a final period.
    public var description: String { "its function failed, as a rule for want of memory" }
}

enum SlowHash {
    /// Derives `byteCount` bytes from a text by scrypt (RFC 7914 §6).
    ///
    /// It holds 2^`blocksLog2` × `blockSize` × 128 bytes of memory meanwhile.
    static func scrypt(
        _ text: [UInt8], salt: [UInt8], blocksLog2: Int, blockSize: Int, byteCount: Int
    ) throws(HashingFailure) -> [UInt8] {
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: text, salt: salt, outputByteCount: byteCount, rounds: 1 << blocksLog2,
                blockSize: blockSize, parallelism: 1)
            // SAFETY: the bytes are copied before the key goes.
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw HashingFailure()
        }
    }

    /// Hashes a text by bcrypt and returns the modular-crypt text.
    ///
    /// `setting` is the beginning of such a text: well-formed version, cost and salt. Neither
    /// argument holds a NUL.
    static func bcrypt(_ text: [UInt8], setting: [UInt8]) throws(HashingFailure) -> [UInt8] {
        let phrase = text.map(CChar.init(bitPattern:)) + [0]
        let setting = setting.map(CChar.init(bitPattern:)) + [0]
        var memory = [UInt8](repeating: 0, count: MemoryLayout<crypt_data>.size)
        // SAFETY: both texts end with a NUL and outlive the call, which is told how much memory it
        // may use; its result lies within that memory, ends with a NUL, and is copied at once.
        let hash = memory.withUnsafeMutableBytes { memory -> [UInt8]? in
            crypt_rn(phrase, setting, memory.baseAddress, Int32(memory.count)).map {
                Array(String(cString: $0).utf8)
            }
        }
        guard let hash else { throw HashingFailure() }
        return hash
    }
}
