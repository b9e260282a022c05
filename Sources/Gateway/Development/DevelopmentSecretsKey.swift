import FoundationEssentials

/// The `secrets.key` of `postern dev`: made once, kept in the folder as an operator would keep it.
enum DevelopmentSecretsKey {
    private static let byteCount = 32

    /// The folder's key, which is made if need be.
    static func kept(in folder: DevelopmentFolder) throws -> Redacted<[UInt8]> {
        let path = folder.secretsKey
        if try PrivateFile.read(path) == nil {
            var random = SystemRandomNumberGenerator()
            let bytes = (0..<byteCount).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            let text = Data(bytes).base64EncodedString() + "\n"
            try PrivateFile.write(Array(text.utf8), to: path)
        }
        let key = try Administration.secretsKey(
            config: nil, in: ["POSTERN_SECRETS_KEY_FILE": path])
        guard let key else { throw DevelopmentError("\(path) holds no key") }
        return key
    }
}
