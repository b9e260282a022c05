import Domain

/// Why no logo can be made of an image.
public enum ImageFlaw: Error, Sendable, Hashable {
    /// It is not of the format that it is said to be, or is damaged or cut short.
    case unreadable
    /// It has no pixels, or more than a decoder is given.
    case dimensions
    /// It has so many passes that reading it would take too long.
    case tooManyScans
    /// There is no memory for it now; nothing is wrong with the image.
    case noMemory
    /// libgd cannot be opened, for the reason that the loader gives: until it is installed nothing
    /// can be drawn; nothing is wrong with the image.
    case noLibrary(String)

    /// What ends the sentence "`image` …".
    public var complaint: String {
        switch self {
        case .unreadable: "is damaged, or not of the type that it is declared to be"
        case .dimensions:
            """
            must be 1 to \(ImageUpload.sideMax) pixels wide and high, \
            and have at most \(ImageUpload.pixelsMax) of them
            """
        case .tooManyScans: "must have at most \(JPEGFile.scansMax) scans"
        case .noMemory: "cannot be read now; try again shortly"
        case .noLibrary: "cannot be drawn on this server; tell its operator"
        }
    }
}
