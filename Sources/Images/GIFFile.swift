/// GIF (its specification of 1989): a logical screen, extensions, and frames.
///
/// The first frame counts; what follows it is not passed on.
enum GIFFile {
    private static let signatures = ["GIF87a", "GIF89a"].map { Array($0.utf8) }
    private static let extensionIntroducer: UInt8 = 0x21
    private static let imageSeparator: UInt8 = 0x2C
    private static let trailer: UInt8 = 0x3B

    static func walk(_ octets: [UInt8]) throws(ImageFlaw) -> (Dimensions, [UInt8]) {
        var reader = OctetReader(octets)
        guard signatures.contains(Array(octets[try reader.skip(6)])) else { throw .unreadable }
        let width = try reader.littleEndian(2)
        _ = try Dimensions(width: width, height: try reader.littleEndian(2))
        let screen = try reader.octet()
        _ = try reader.skip(2)
        _ = try reader.skip(colorTableBytes(screen))
        while true {
            switch try reader.octet() {
            case extensionIntroducer:
                _ = try reader.octet()
                try skipBlocks(&reader)
            case imageSeparator:
                _ = try reader.skip(4)
                let width = try reader.littleEndian(2)
                let dimensions = try Dimensions(width: width, height: try reader.littleEndian(2))
                _ = try reader.skip(colorTableBytes(try reader.octet()))
                // The size of the first codes.
                _ = try reader.octet()
                try skipBlocks(&reader)
                return (dimensions, octets[..<reader.index] + [trailer])
            default: throw .unreadable
            }
        }
    }

    /// How long the colour table is that a packed field announces.
    private static func colorTableBytes(_ packed: UInt8) -> Int {
        packed & 0x80 == 0 ? 0 : 3 << (Int(packed & 0x07) + 1)
    }

    /// Passes blocks, each with its length before it, and the empty one after them.
    private static func skipBlocks(_ reader: inout OctetReader) throws(ImageFlaw) {
        while case let length = try reader.octet(), length > 0 { _ = try reader.skip(Int(length)) }
    }
}
