import Testing

@testable import Images

/// Small pictures made larger.
@Suite struct EnlargementTests {
    private static let white = Pixel(red: 255, green: 255, blue: 255, opacity: 1)
    private static let black = Pixel(red: 0, green: 0, blue: 0, opacity: 1)

    @Test("between two pixels lie those between")
    func ramp() {
        let pixels = Enlargement.enlarge(
            [Self.black, Self.white, Self.black, Self.white], side: 2, to: 8)
        let row = pixels[0..<8].map { Int($0.red) }
        #expect(row == [0, 0, 32, 96, 159, 223, 255, 255])
        #expect(Array(pixels[56..<64]) == Array(pixels[0..<8]))
    }

    @Test("transparent pixels have no say in the colour")
    func premultiplied() {
        let hidden = Pixel(red: 255, green: 255, blue: 255, opacity: 0)
        for pixel in Enlargement.enlarge(
            [Self.black, hidden, hidden, hidden], side: 2, to: 64)
        {
            #expect(pixel.red == 0)
        }
    }

    @Test("whatever the pixels are, each has a colour", arguments: [1, 2, 3, 7, 100, 255])
    func extremes(side: Int) {
        var values: [Pixel] = []
        for opacity in [0, 1, 2, 63, 126, 127] as [Float] {
            for color in [0, 1, 127, 254, 255] as [UInt8] {
                values.append(
                    Pixel(red: color, green: 255 - color, blue: 255, opacity: opacity / 127))
            }
        }
        var state = UInt32(side)
        let pixels = (0..<side * side).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return values[Int(state >> 16) % values.count]
        }
        #expect(Enlargement.enlarge(pixels, side: side, to: 256).count == 65_536)
    }
}
