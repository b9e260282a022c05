public import Domain

/// A client's logo: a square made of whatever was sent, and a preview that fits into a list.
///
/// Drawn anew from the pixels alone, so that nothing else of the file that was sent is left.
public struct Logo: Sendable, Hashable {
    /// PNG, 256 × 256 pixels.
    public let png: [UInt8]
    /// JPEG, 8 × 8 pixels; white where the logo is transparent.
    public let preview: [UInt8]

    /// The pixels of the logo's side.
    public static let side = 256
    /// The pixels of the preview's side.
    public static let previewSide = 8

    /// Decodes an image, cuts the largest square out of its middle, and scales that.
    ///
    /// Slow, and not for a loop: the largest images that are read take a second or two and 300 MB.
    public init(of upload: ImageUpload) throws(ImageFlaw) {
        let logo = try Self.square(of: Raster(decoding: ImageFile(upload)))
        var preview = try Raster(side: Self.previewSide, of: .white)
        preview.draw(logo, x: 0, y: 0, side: Self.side, blending: true)
        png = try logo.png()
        self.preview = JPEGFile.withoutComments(try preview.jpeg())
    }

    private static func square(of image: consuming Raster) throws(ImageFlaw) -> Raster {
        let cut = min(image.width, image.height)
        let left = (image.width - cut) / 2
        let top = (image.height - cut) / 2
        var square = try Raster(side: side, of: .clear)
        if cut >= side {
            square.draw(image, x: left, y: top, side: cut, blending: false)
            return square
        }
        var pixels: [Pixel] = []
        pixels.reserveCapacity(cut * cut)
        for y in top..<top + cut {
            for x in left..<left + cut { pixels.append(image.pixel(x, y)) }
        }
        for (index, pixel) in Enlargement.enlarge(pixels, side: cut, to: side).enumerated() {
            square.set(pixel, index % side, index / side)
        }
        return square
    }
}
