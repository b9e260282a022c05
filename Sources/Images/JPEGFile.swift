/// JPEG (ITU-T T.81 annex B): segments, each behind a marker; that of the frame says the
/// dimensions.
enum JPEGFile {
    /// The most scans: encoders make 10 of a progressive image, and each is another pass over all
    /// of its pixels, however few octets it has.
    static let scansMax = 64

    private static let startOfImage: [UInt8] = [0xFF, 0xD8]
    private static let endOfImage: UInt8 = 0xD9
    private static let startOfScan: UInt8 = 0xDA
    private static let comment: UInt8 = 0xFE
    /// `SOF0` to `SOF15`, among which stand three markers that are not frames.
    private static let startsOfFrames = Set<UInt8>(0xC0...0xCF).subtracting([0xC4, 0xC8, 0xCC])
    /// `TEM`, `RST0` to `RST7` and a second `SOI`: outside of scans they are nobody's.
    private static let misplaced = Set<UInt8>(0xD0...0xD8).union([0x00, 0x01])

    static func walk(_ octets: [UInt8]) throws(ImageFlaw) -> (Dimensions, [UInt8]) {
        var reader = OctetReader(octets)
        try reader.expect(startOfImage)
        var dimensions: Dimensions?
        var scanCount = 0
        while true {
            let marker = try marker(&reader)
            guard marker != endOfImage else { break }
            guard !misplaced.contains(marker) else { throw .unreadable }
            let length = try reader.bigEndian(2)
            let segment = try reader.skip(length - 2)
            if startsOfFrames.contains(marker) {
                guard dimensions == nil, segment.count >= 6 else { throw .unreadable }
                var frame = OctetReader(Array(octets[segment]))
                _ = try frame.octet()
                let height = try frame.bigEndian(2)
                dimensions = try Dimensions(width: try frame.bigEndian(2), height: height)
            } else if marker == startOfScan {
                guard dimensions != nil else { throw .unreadable }
                scanCount += 1
                guard scanCount <= scansMax else { throw .tooManyScans }
                try skipEntropyCoded(&reader, in: octets)
            }
        }
        guard let dimensions, scanCount > 0 else { throw .unreadable }
        return (dimensions, Array(octets[..<reader.index]))
    }

    /// The same image without the comments that encoders sign it with.
    static func withoutComments(_ octets: [UInt8]) -> [UInt8] {
        var reader = OctetReader(octets)
        guard let start = try? reader.skip(startOfImage.count) else { return octets }
        var image = Array(octets[start])
        while case let start = reader.index, let marker = try? marker(&reader),
            marker != startOfScan, let length = try? reader.bigEndian(2),
            (try? reader.skip(length - 2)) != nil
        {
            if marker != comment { image += octets[start..<reader.index] }
        }
        // What is left begins with the marker of the scan, which was passed.
        return image + octets[min(reader.index - 2, octets.count)...]
    }

    /// Reads a marker; any number of 0xFF may stand before it.
    private static func marker(_ reader: inout OctetReader) throws(ImageFlaw) -> UInt8 {
        guard try reader.octet() == 0xFF else { throw .unreadable }
        var marker = try reader.octet()
        while marker == 0xFF { marker = try reader.octet() }
        return marker
    }

    /// Passes a scan's data: 0xFF is followed by a zero there, or restarts it.
    private static func skipEntropyCoded(
        _ reader: inout OctetReader, in octets: [UInt8]
    ) throws(ImageFlaw) {
        var index = reader.index
        while index + 1 < octets.count {
            let next = octets[index + 1]
            let isData = octets[index] != 0xFF || next == 0x00 || (0xD0...0xD7).contains(next)
            guard isData else { break }
            index += octets[index] == 0xFF ? 2 : 1
        }
        _ = try reader.skip(min(index, octets.count) - reader.index)
    }
}
