// The images that the tests are about, as files.

import Domain
import Foundation
import Testing

@testable import Images

/// A file in `Tests/Samples`.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }

    init(_ name: String) {
        self.name = name
    }

    /// A third each of red, green and blue, side by side, of which a square's middle shows all.
    static let stripes = [
        "truecolor.png", "palette.png", "deep.png", "interlaced.png", "small.png", "baseline.jpg",
        "progressive.jpg", "cmyk.jpg", "exif.jpg", "plain.gif", "interlaced.gif", "animated.gif",
    ].map(Sample.init)

    /// Every file.
    static let all =
        stripes
        + [
            "alpha.png", "gray.png", "gray.jpg", "keyed.png", "transparent.png", "transparent.gif",
            "one.png", "one.gif", "one.jpg",
        ].map(Sample.init)

    /// The file, declared to be what its name says.
    var upload: ImageUpload {
        get throws {
            let format: ImageUpload.Format =
                switch name.suffix(3) {
                case "png": .png
                case "gif": .gif
                default: .jpeg
                }
            return ImageUpload(format, try bytes)
        }
    }

    var bytes: [UInt8] {
        get throws {
            try Array(
                Data(
                    contentsOf: URL(filePath: #filePath)
                        .deletingLastPathComponent().deletingLastPathComponent()
                        .appending(path: "Samples/\(name)")))
        }
    }
}

extension ImageUpload {
    /// The same bytes, changed.
    func changed(_ change: (inout [UInt8]) -> Void) -> ImageUpload {
        var bytes = bytes
        change(&bytes)
        return ImageUpload(format, bytes)
    }
}

/// A decoded picture, by the colours of its pixels.
struct Picture {
    struct Color: Equatable {
        let red, green, blue: Int
        /// In hundredths.
        let opacity: Int
    }

    let width: Int
    let height: Int
    private let pixels: [Color]

    init(_ upload: ImageUpload) throws {
        let raster = try Raster(decoding: ImageFile(upload))
        width = raster.width
        height = raster.height
        var pixels: [Color] = []
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let pixel = raster.pixel(x, y)
                pixels.append(
                    Color(
                        red: Int(pixel.red), green: Int(pixel.green), blue: Int(pixel.blue),
                        opacity: Int((pixel.opacity * 100).rounded())))
            }
        }
        self.pixels = pixels
    }

    subscript(x: Int, y: Int) -> Color { pixels[y * width + x] }
}

extension Picture.Color {
    static let red = Self(red: 255, green: 0, blue: 0, opacity: 100)
    static let green = Self(red: 0, green: 255, blue: 0, opacity: 100)
    static let blue = Self(red: 0, green: 0, blue: 255, opacity: 100)

    /// Whether a lossy format may have made this colour of that one.
    func isNear(_ other: Self) -> Bool {
        zip([red, green, blue], [other.red, other.green, other.blue])
            .allSatisfy { abs($0 - $1) <= 12 } && opacity == other.opacity
    }
}
