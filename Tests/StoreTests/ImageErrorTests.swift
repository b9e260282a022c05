// What an image of which no logo can be made means to a client.

import Domain
import Images
import Testing

@testable import Store

@Suite struct ImageErrorTests {
    @Test(
        "what is wrong with the image is the client's to mend",
        arguments: [.unreadable, .dimensions, .tooManyScans] as [ImageFlaw])
    func flaws(_ flaw: ImageFlaw) {
        let complaint = flaw.complaint
        #expect(
            APIError(flaw).kind == .badRequest(.invalid(member: "image", complaint: complaint)))
    }

    @Test("without memory, and without libgd, the same image may be sent again")
    func circumstances() {
        #expect(APIError(.noMemory as ImageFlaw).kind == .unavailable)
        let error = APIError(.noLibrary("the loader's reason") as ImageFlaw)
        #expect(error.kind == .unavailable)
        #expect(!error.sentence.contains("loader"))
        #expect(error.detail?.contains("install libgd3") == true)
        #expect(error.detail?.contains("the loader's reason") == true)
    }
}
