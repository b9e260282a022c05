// The working tree as these tests see it: its folder, its files, and their text.

import Foundation

/// The checkout this test was built from.
enum Checkout {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files of the product and of its tests, read and scanned once.
    static let swift = files(under: ["Sources", "Tests"], withExtension: "swift").map(
        SwiftFile.init)

    static let sources = swift.filter { $0.path.hasPrefix("Sources/") }

    /// Returns the paths, relative to the root and in order, of the files below the folders.
    static func files(under folders: [String], withExtension suffix: String? = nil) -> [String] {
        folders.flatMap { folder in
            let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            return (names?.compactMap { $0 as? String } ?? [])
                .filter { suffix == nil || $0.hasSuffix("." + (suffix ?? "")) }
                .map { folder + "/" + $0 }
                .filter(isFile)
        }.sorted()
    }

    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    private static func isFile(_ path: String) -> Bool {
        let kind = try? root.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
        return kind?.isRegularFile ?? false
    }
}

/// A Swift file of the checkout.
struct SwiftFile: Sendable {
    let path: String
    let text: SwiftText

    init(path: String) {
        self.path = path
        text = SwiftText(Checkout.text(of: path))
    }

    /// The target the file belongs to, which is the folder below `Sources` or `Tests`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }
}

/// A place that breaks a rule, as a compiler would name it.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let advice: String

    var description: String { "\n\(path):\(line): \(advice)" }
}
