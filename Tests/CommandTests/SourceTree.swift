// The checkout that the tests were built from.

import Foundation

enum SourceTree {
    static func text(of path: String) -> String? {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
