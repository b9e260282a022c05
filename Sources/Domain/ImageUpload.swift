/// A picture as a client sent it: bytes that nobody has looked at, and what they are said to be.
public struct ImageUpload: Sendable, Hashable {
    /// The formats that are read.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case png, jpeg, gif
    }

    /// The most pixels of one side.
    public static let sideMax = 8192
    /// The most pixels: decoded, they take 100 MB, and as much again meanwhile, or twice that.
    public static let pixelsMax = 25_000_000

    /// What the client says the bytes are; nothing else decides how they are read.
    public let format: Format
    /// The file.
    public let bytes: [UInt8]

    /// Takes what a client sent.
    public init(_ format: Format, _ bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }

    /// A PNG of one grey pixel: for whoever asks what an operation would do, and for its tests.
    package static let sample = ImageUpload(
        .png,
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
            0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
            0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78,
            0xDA, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xDA, 0x45, 0x08, 0x3B, 0x00,
            0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
        ])
}
