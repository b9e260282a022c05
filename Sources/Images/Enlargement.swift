/// A small square picture made larger by bilinear interpolation; libgd's own functions let the
/// colour of transparent pixels shine through, or draw blocks.
enum Enlargement {
    /// A pixel whose colours are already multiplied by how opaque it is; the parts from 0 to 1.
    private typealias Parts = SIMD4<Float>

    /// Half of the least that libgd can tell from nothing.
    private static let opacityMin: Float = 0.5 / 127

    /// Returns `side` × `side` pixels, row by row, of `sourceSide` × `sourceSide`.
    static func enlarge(_ pixels: [Pixel], side sourceSide: Int, to side: Int) -> [Pixel] {
        let source = pixels.map(parts)
        let steps = (0..<side).map { step($0, of: side, over: sourceSide) }
        var enlarged: [Pixel] = []
        enlarged.reserveCapacity(side * side)
        for y in steps {
            for x in steps {
                let upper = mix(
                    source[y.first * sourceSide + x.first],
                    source[y.first * sourceSide + x.second], x.share)
                let lower = mix(
                    source[y.second * sourceSide + x.first],
                    source[y.second * sourceSide + x.second], x.share)
                enlarged.append(pixel(mix(upper, lower, y.share)))
            }
        }
        return enlarged
    }

    /// The two source pixels between whose middles a pixel's middle lies, and the second's share.
    private static func step(
        _ index: Int, of side: Int, over sourceSide: Int
    ) -> (first: Int, second: Int, share: Float) {
        let place = (Float(index) + 0.5) * Float(sourceSide) / Float(side) - 0.5
        let within = min(max(place, 0), Float(sourceSide - 1))
        let first = Int(within)
        return (first, min(first + 1, sourceSide - 1), within - Float(first))
    }

    private static func mix(_ first: Parts, _ second: Parts, _ share: Float) -> Parts {
        first + (second - first) * share
    }

    private static func parts(_ pixel: Pixel) -> Parts {
        let color = Parts(Float(pixel.red), Float(pixel.green), Float(pixel.blue), 255) / 255
        return color * pixel.opacity
    }

    private static func pixel(_ parts: Parts) -> Pixel {
        // What is hardly there has no colour but that of rounding errors.
        guard parts.w > Self.opacityMin else { return .clear }
        let color = (parts / parts.w * 255).rounded(.toNearestOrAwayFromZero)
            .clamped(lowerBound: Parts(repeating: 0), upperBound: Parts(repeating: 255))
        return Pixel(
            red: UInt8(color.x), green: UInt8(color.y), blue: UInt8(color.z), opacity: parts.w)
    }
}
