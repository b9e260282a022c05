/// One pixel in libgd's notation: seven bits of transparency, and eight of each colour.
struct Pixel: Hashable {
    /// The bits, as libgd has them.
    let bits: Int32

    private static let transparencyMax: Int32 = 127

    /// Black, and not there.
    static let clear = Pixel(bits: transparencyMax << 24)
    static let white = Pixel(bits: 0xFF_FFFF)

    init(bits: Int32) {
        self.bits = bits
    }

    /// A pixel that is as opaque as said, from 0 to 1.
    init(red: UInt8, green: UInt8, blue: UInt8, opacity: Float) {
        let transparency = Int32((min(max(1 - opacity, 0), 1) * 127).rounded())
        bits = transparency << 24 | Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    }

    var red: UInt8 { UInt8(truncatingIfNeeded: bits >> 16) }
    var green: UInt8 { UInt8(truncatingIfNeeded: bits >> 8) }
    var blue: UInt8 { UInt8(truncatingIfNeeded: bits) }

    /// From 0, not there, to 1, opaque.
    var opacity: Float { Float(Self.transparencyMax - (bits >> 24 & 0x7F)) / 127 }

    var isOpaque: Bool { bits >> 24 & 0x7F == 0 }
}
