// Pixels in memory, as libgd keeps them: decoding, drawing, encoding. This is the program's only
// file that calls libgd, and beside `DrawingLibrary`, which opens it, the module's only one with
// unsafe code.

import CGD
import Domain

/// An image that libgd holds, for as long as the value lives.
struct Raster: ~Copyable {
    private let library: DrawingLibrary
    private let image: gdImagePtr

    /// Decodes a file whose structure is known.
    init(decoding file: borrowing ImageFile) throws(ImageFlaw) {
        let library = try DrawingLibrary.open()
        guard let size = Int32(exactly: file.bytes.count) else { throw .unreadable }
        let format = file.format
        // SAFETY: a decoder reads `size` octets and writes none, though its parameter does not say
        // so, and is done with them when it returns.
        let decoded = file.bytes.withUnsafeBytes { bytes -> gdImagePtr? in
            let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            return switch format {
            case .png: library.decodePNG(size, start)
            case .jpeg: library.decodeJPEG(size, start)
            case .gif: library.decodeGIF(size, start)
            }
        }
        guard let decoded else { throw .unreadable }
        self.library = library
        image = decoded
        clearTransparentColor()
    }

    /// Makes a square of one colour, over which others are drawn.
    init(side: Int, of pixel: Pixel) throws(ImageFlaw) {
        let library = try DrawingLibrary.open()
        let edge = Int32(side)
        guard let canvas = library.makeCanvas(edge, edge) else { throw .noMemory }
        library.setBlending(canvas, 0)
        library.fillRectangle(canvas, 0, 0, edge - 1, edge - 1, pixel.bits)
        library.setBlending(canvas, 1)
        self.library = library
        image = canvas
    }

    deinit { library.destroy(image) }

    // SAFETY: `image` is libgd's own structure and lives as long as the value.
    var width: Int { Int(image.pointee.sx) }
    var height: Int { Int(image.pointee.sy) }

    /// Some PNGs have no transparency but one colour that stands for it: libgd notes which, and
    /// draws it as any other.
    private func clearTransparentColor() {
        let color = image.pointee.transparent
        guard image.pointee.trueColor != 0, color >= 0 else { return }
        for y in 0..<height {
            for x in 0..<width {
                // SAFETY: a truecolour image has `sy` rows of `sx` pixels each.
                guard let row = image.pointee.tpixels[y], row[x] == color else { continue }
                row[x] = Pixel.clear.bits
            }
        }
    }

    /// The pixel at a place within the image.
    func pixel(_ x: Int, _ y: Int) -> Pixel {
        Pixel(bits: library.pixel(image, Int32(x), Int32(y)))
    }

    /// Puts a pixel in place of another.
    mutating func set(_ pixel: Pixel, _ x: Int, _ y: Int) {
        library.setBlending(image, 0)
        library.setPixel(image, Int32(x), Int32(y), pixel.bits)
    }

    /// Draws a square of another image over this one, which it fills; for a square that is not
    /// smaller.
    ///
    /// Each pixel becomes the mean of those that it covers, by how opaque they are.
    mutating func draw(_ source: borrowing Raster, x: Int, y: Int, side: Int, blending: Bool) {
        library.setBlending(image, blending ? 1 : 0)
        library.copyResampled(
            image, source.image, 0, 0, Int32(x), Int32(y), image.pointee.sx, image.pointee.sy,
            Int32(side), Int32(side))
    }

    /// Encodes with the best compression, and with transparency where there is any.
    func png() throws(ImageFlaw) -> [UInt8] {
        let isOpaque = (0..<height).allSatisfy { y in
            (0..<width).allSatisfy { x in pixel(x, y).isOpaque }
        }
        library.setSavesAlpha(image, isOpaque ? 0 : 1)
        return try encoded { size in library.encodePNG(image, size, Self.bestCompression) }
    }

    /// Encodes with the lowest quality that there is.
    func jpeg() throws(ImageFlaw) -> [UInt8] {
        try encoded { size in library.encodeJPEG(image, size, Self.lowestQuality) }
    }

    private func encoded(
        _ encode: (UnsafeMutablePointer<Int32>) -> UnsafeMutableRawPointer?
    ) throws(ImageFlaw) -> [UInt8] {
        var size: Int32 = 0
        guard let bytes = encode(&size) else { throw .noMemory }
        defer { library.free(bytes) }
        // SAFETY: libgd gives away `size` octets, which are copied before they are freed.
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }

    private static let bestCompression: Int32 = 9
    private static let lowestQuality: Int32 = 0
}
