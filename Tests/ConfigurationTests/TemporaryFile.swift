/// Files that a test writes and that go with it.

import Foundation

/// A file of its own in the system's temporary folder, removed with the value.
final class TemporaryFile {
    let path: String

    init(_ text: String) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID()).yaml")
        try Data(text.utf8).write(to: url)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
