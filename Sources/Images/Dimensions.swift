import Domain

/// Width and height that a decoder may be asked to make room for.
struct Dimensions: Hashable {
    let width: Int
    let height: Int

    init(width: Int, height: Int) throws(ImageFlaw) {
        let sides = 1...ImageUpload.sideMax
        guard sides.contains(width), sides.contains(height),
            width * height <= ImageUpload.pixelsMax
        else { throw .dimensions }
        self.width = width
        self.height = height
    }
}
