/// PNG (W3C Portable Network Graphics §5): a signature, and chunks of which the first says the
/// dimensions.
///
/// Only what the picture is made of is passed on. Texts and profiles are compressed by themselves:
/// a decoder would unpack each to megabytes before it had drawn anything.
enum PNGFile {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let header = Array("IHDR".utf8)
    private static let data = Array("IDAT".utf8)
    private static let end = Array("IEND".utf8)
    private static let kept = [header, data, end] + ["PLTE", "tRNS"].map { Array($0.utf8) }
    private static let headerBytes = 13
    private static let checksumBytes = 4

    static func walk(_ octets: [UInt8]) throws(ImageFlaw) -> (Dimensions, [UInt8]) {
        var reader = OctetReader(octets)
        try reader.expect(signature)
        guard try reader.bigEndian(4) == headerBytes else { throw .unreadable }
        try reader.expect(header)
        let dimensions = try Dimensions(
            width: try reader.bigEndian(4), height: try reader.bigEndian(4))
        _ = try reader.skip(headerBytes - 8 + checksumBytes)
        var picture = Array(octets[..<reader.index])
        picture.reserveCapacity(octets.count)
        var stream: [UInt8] = []
        while true {
            let start = reader.index
            let length = try reader.bigEndian(4)
            let type = Array(octets[try reader.skip(4)])
            let content = try reader.skip(length)
            _ = try reader.skip(checksumBytes)
            if type == data { stream += octets[content] }
            if kept.contains(type) {
                guard type != header else { throw .unreadable }
                picture += octets[start..<reader.index]
            } else if isCritical(type) {
                throw .unreadable
            }
            if type == end { break }
        }
        let unpackedMax = unpackedMax(dimensions)
        // Counting takes a while, and so few octets cannot unpack to so many.
        if stream.count > unpackedMax / Inflation.ratioMax {
            try Inflation.check(stream, upTo: unpackedMax)
        }
        return (dimensions, picture)
    }

    /// More than the widest pixels, of 64 bits, can take, interlaced or not, and what sloppy
    /// encoders leave behind them.
    private static func unpackedMax(_ dimensions: Dimensions) -> Int {
        (dimensions.width * 8 + 16) * dimensions.height + 65_536
    }

    /// Whether no decoder may pass a chunk over that it does not know: bit 5 of its first letter.
    private static func isCritical(_ type: [UInt8]) -> Bool { type[0] & 0x20 == 0 }
}
