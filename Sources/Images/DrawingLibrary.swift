// libgd, opened when the first image arrives. Linked, it and the fifty libraries that it brings
// along would be in the memory of every gateway from its start, whether anybody sends an image or
// not. This is the program's only file that opens a library.

import CGD
import Glibc
import Synchronization

/// The functions of libgd that drawing takes.
///
/// Their types are made of gd.h's declarations (`Sources/CGD/shim.h`).
struct DrawingLibrary: Sendable {
    let decodePNG: gdImageCreateFromPngPtrFunction
    let decodeJPEG: gdImageCreateFromJpegPtrFunction
    let decodeGIF: gdImageCreateFromGifPtrFunction
    let makeCanvas: gdImageCreateTrueColorFunction
    let destroy: gdImageDestroyFunction
    let setBlending: gdImageAlphaBlendingFunction
    let fillRectangle: gdImageFilledRectangleFunction
    let pixel: gdImageGetTrueColorPixelFunction
    let setPixel: gdImageSetPixelFunction
    let copyResampled: gdImageCopyResampledFunction
    let setSavesAlpha: gdImageSaveAlphaFunction
    let encodePNG: gdImagePngPtrExFunction
    let encodeJPEG: gdImageJpegPtrFunction
    let free: gdFreeFunction

    /// The version whose structures gd.h declares: another has another number.
    private static let name = "libgd.so.3"

    private static let opened = Mutex<DrawingLibrary?>(nil)

    /// The library, which whoever asks first opens.
    ///
    /// That it cannot be opened is not remembered: once it is installed, or descriptors are to be
    /// had again, the next image finds it.
    static func open() throws(ImageFlaw) -> DrawingLibrary {
        try opened.withLock { library throws(ImageFlaw) in
            if let library { return library }
            let found = try DrawingLibrary(named: name)
            library = found
            return found
        }
    }

    /// Opens a library for good, and tells it to be silent.
    init(named name: String) throws(ImageFlaw) {
        let symbols = try Symbols(ofLibrary: name)
        decodePNG = try symbols.function("gdImageCreateFromPngPtr")
        decodeJPEG = try symbols.function("gdImageCreateFromJpegPtr")
        decodeGIF = try symbols.function("gdImageCreateFromGifPtr")
        makeCanvas = try symbols.function("gdImageCreateTrueColor")
        destroy = try symbols.function("gdImageDestroy")
        setBlending = try symbols.function("gdImageAlphaBlending")
        fillRectangle = try symbols.function("gdImageFilledRectangle")
        pixel = try symbols.function("gdImageGetTrueColorPixel")
        setPixel = try symbols.function("gdImageSetPixel")
        copyResampled = try symbols.function("gdImageCopyResampled")
        setSavesAlpha = try symbols.function("gdImageSaveAlpha")
        encodePNG = try symbols.function("gdImagePngPtrEx")
        encodeJPEG = try symbols.function("gdImageJpegPtr")
        free = try symbols.function("gdFree")
        // Its decoders would write what they think of an image to standard error.
        postern_gd_be_silent(try symbols.address("gdSetErrorMethod"))
    }
}

/// What an open library offers, by name.
private struct Symbols: ~Copyable {
    // SAFETY: never closed, so what it points to, and every function in it, stays.
    private let library: UnsafeMutableRawPointer

    init(ofLibrary name: String) throws(ImageFlaw) {
        // All of it now, so that nothing can be missing later; and none of its names for others.
        guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { throw Self.flaw }
        self.library = library
    }

    // SAFETY: the address is not read here, only handed on as the function that it is.
    func address(_ name: String) throws(ImageFlaw) -> UnsafeMutableRawPointer {
        guard let address = dlsym(library, name) else { throw Self.flaw }
        return address
    }

    func function<Function>(_ name: String) throws(ImageFlaw) -> Function {
        // SAFETY: both are the address of a function, and `Function` is the type that gd.h
        // declares under this name, after which it is called there.
        unsafeBitCast(try address(name), to: Function.self)
    }

    /// What the loader said last on this thread.
    private static var flaw: ImageFlaw {
        // SAFETY: the loader's text, which is copied before this thread asks for anything else.
        .noLibrary(dlerror().map { String(cString: $0) } ?? "the loader does not say why")
    }
}
