// What happens where libgd is not installed, or is not what it should be.

import Testing

@testable import Images

@Suite struct DrawingLibraryTests {
    @Test(
        "a library that is not there, or another, is a flaw that names what is missing",
        arguments: [
            ("libnothing.so.3", "libnothing.so.3"), ("libc.so.6", "gdImageCreateFromPngPtr"),
        ])
    func absence(name: String, missing: String) throws {
        let flaw = try #require(throws: ImageFlaw.self) { try DrawingLibrary(named: name) }
        guard case .noLibrary(let reason) = flaw else {
            Issue.record("\(flaw)")
            return
        }
        #expect(reason.contains(missing), "\(reason)")
    }

    @Test("the library can be opened again")
    func repetition() throws {
        for _ in 0..<3 { _ = try DrawingLibrary.open() }
    }
}
