import Domain
import Testing

@testable import Images

/// What a logo shows of the image that it is made of.
@Suite struct LogoTests {
    @Test(
        "of every kind of image the middle square is shown, in its own colours",
        arguments: Sample.stripes)
    func stripes(_ sample: Sample) throws {
        let logo = try Logo(of: sample.upload)
        let picture = try Picture(ImageUpload(.png, logo.png))
        #expect(picture.width == 256)
        #expect(picture.height == 256)
        for y in [3, 128, 252] {
            #expect(picture[20, y].isNear(.red), "\(picture[20, y])")
            #expect(picture[128, y].isNear(.green), "\(picture[128, y])")
            #expect(picture[236, y].isNear(.blue), "\(picture[236, y])")
        }
    }

    @Test("what is transparent stays so", arguments: ["transparent.png", "transparent.gif"])
    func transparency(_ name: String) throws {
        let picture = try Picture(ImageUpload(.png, Logo(of: Sample(name).upload).png))
        #expect(picture[40, 128] == .red)
        #expect(picture[220, 128].opacity == 0)
        // On the way the colour is the opaque pixels' alone.
        let edge = (0..<256).map { picture[$0, 128] }.filter { (20...80).contains($0.opacity) }
        #expect(edge.allSatisfy { $0.red > 250 && $0.green == 0 && $0.blue == 0 })
    }

    @Test("a colour that stands for transparency is transparent")
    func keyedColor() throws {
        let picture = try Picture(ImageUpload(.png, Logo(of: Sample("keyed.png").upload).png))
        #expect(picture[40, 128] == .red)
        #expect(picture[220, 128].opacity == 0)
    }

    @Test("what is half transparent is half transparent")
    func halfTransparency() throws {
        let picture = try Picture(ImageUpload(.png, Logo(of: Sample("alpha.png").upload).png))
        #expect((49...51).contains(picture[128, 128].opacity))
        #expect(picture[128, 128].green == 255)
    }

    @Test("one pixel becomes a square of its colour", arguments: ["one.png", "one.gif", "one.jpg"])
    func onePixel(_ name: String) throws {
        let picture = try Picture(ImageUpload(.png, Logo(of: Sample(name).upload).png))
        let color = Picture.Color(red: 0x33, green: 0x66, blue: 0x99, opacity: 100)
        for place in [0, 128, 255] { #expect(picture[place, place].isNear(color)) }
    }

    @Test("grey is grey", arguments: ["gray.png", "gray.jpg"])
    func gray(_ name: String) throws {
        let picture = try Picture(ImageUpload(.png, Logo(of: Sample(name).upload).png))
        let color = picture[128, 128]
        #expect(color.red == color.green && color.green == color.blue)
    }

    @Test("the preview is a JPEG of 8 by 8 pixels that fits into its row", arguments: Sample.all)
    func preview(_ sample: Sample) throws {
        let logo = try Logo(of: sample.upload)
        let picture = try Picture(ImageUpload(.jpeg, logo.preview))
        #expect(picture.width == 8)
        #expect(picture.height == 8)
        #expect(logo.preview.count < 700)
    }

    @Test("the preview is white where the logo is transparent")
    func previewOfTransparency() throws {
        let logo = try Logo(of: Sample("transparent.png").upload)
        let color = try Picture(ImageUpload(.jpeg, logo.preview))[7, 4]
        // The lowest quality knows few colours, but dark from bright.
        #expect(color.red + color.green + color.blue > 500, "\(color)")
    }

    @Test("nothing is left of what else a file said", arguments: Sample.all)
    func metadata(_ sample: Sample) throws {
        let logo = try Logo(of: sample.upload)
        #expect(logo.png.chunkTypes.isSubset(of: ["IHDR", "pHYs", "IDAT", "IEND"]))
        // FF E1 is Exif, FF FE a comment.
        for marker: [UInt8] in [[0xFF, 0xE1], [0xFF, 0xFE]] {
            #expect(logo.preview.firstRange(of: marker) == nil)
        }
    }

    @Test("the same image makes the same logo", arguments: Sample.all)
    func repetition(_ sample: Sample) throws {
        let upload = try sample.upload
        #expect(try Logo(of: upload) == Logo(of: upload))
    }

    @Test("what follows the image is not looked at, whatever it is")
    func polyglot() throws {
        for name in ["truecolor.png", "baseline.jpg", "plain.gif"] {
            let upload = try Sample(name).upload
            let script = Array("<script>alert(1)</script>PK\u{3}\u{4}".utf8)
            let polyglot = upload.changed { $0 += script }
            let logo = try Logo(of: polyglot)
            #expect(try logo == Logo(of: upload), "\(name)")
            #expect(logo.png.firstRange(of: script) == nil)
        }
    }
}

extension [UInt8] {
    /// The types of a PNG's chunks.
    fileprivate var chunkTypes: Set<String> {
        var types: Set<String> = []
        var index = 8
        while index + 8 <= count {
            let length = self[index..<index + 4].reduce(0) { $0 << 8 | Int($1) }
            types.insert(String(decoding: self[index + 4..<index + 8], as: UTF8.self))
            index += length + 12
        }
        return types
    }
}
