import Domain

/// An image that may be given to its decoder: one whose structure was walked from end to end, so
/// that what decoding it can cost is known.
///
/// A walk is made for each format and is stricter than the decoders, which forgive: what the walk
/// has seen is what they see.
struct ImageFile {
    /// What the file is.
    let format: ImageUpload.Format
    /// What its head says.
    let dimensions: Dimensions
    /// What the decoder needs of the file, and nothing else.
    let bytes: [UInt8]

    /// Walks what a client sent as the format that the client declared.
    init(_ upload: ImageUpload) throws(ImageFlaw) {
        format = upload.format
        switch upload.format {
        case .png: (dimensions, bytes) = try PNGFile.walk(upload.bytes)
        case .jpeg: (dimensions, bytes) = try JPEGFile.walk(upload.bytes)
        case .gif: (dimensions, bytes) = try GIFFile.walk(upload.bytes)
        }
    }
}
