/// Files that an operator names: the configuration and the secrets, small and read whole.

import FoundationEssentials

/// Reads a file of at most a mebibyte.
enum BoundedFile {
    /// The longest file that is read, in bytes.
    static let bytesMax = 1024 * 1024

    /// Reads a file's bytes.
    static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw ConfigurationError(.file(path), nil, .unreadable(reason(error)))
        }
        guard data.count <= bytesMax else {
            throw ConfigurationError(
                .file(path), nil, .unreadable("it is longer than \(ByteSize.text(bytesMax))"))
        }
        return [UInt8](data)
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: "it does not exist"
        case .fileReadNoPermission: "permission is denied"
        default: "it is not a file that can be read"
        }
    }
}
