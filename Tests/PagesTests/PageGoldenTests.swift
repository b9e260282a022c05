// Every page on file, so that a change to one is a change to be looked at.

import Foundation
import Pages
import Testing

@Suite struct PageGoldenTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/pages")

    @Test("the page is the one on file; UPDATE_GOLDEN=1 writes it", arguments: Sample.all)
    func page(_ sample: Sample) throws {
        let page = try #require(sample.page)
        let file = Self.folder.appending(path: "\(sample.name).html")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try Data(page.html).write(to: file)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8)
                == String(decoding: page.html, as: UTF8.self))
    }

    @Test("every file is a page's, and every page has a file of its own")
    func files() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == Sample.all.map { "\($0.name).html" }.sorted())
    }
}
