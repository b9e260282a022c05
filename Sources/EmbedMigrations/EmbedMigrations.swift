// A tool of the build: writes the files of `sql/` into one Swift file.

import Foundation

/// Reads `NNNN_name.sql` files and writes `EmbeddedMigrations.swift`.
///
/// A folder that is no series of migrations stops the build.
@main struct EmbedMigrations {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { stop("usage: embed-migrations FOLDER OUTPUT") }
        do {
            let folder = URL(filePath: arguments[1])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let files = names.filter { $0.hasSuffix(".sql") }.sorted()
            let entries = try files.enumerated().map { index, file in
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                return try entry(file: file, version: index + 1, text: text)
            }
            let output = URL(filePath: arguments[2])
            try Data(source(entries).utf8).write(to: output, options: .atomic)
        } catch {
            stop("\(error)")
        }
    }

    private static func source(_ entries: [String]) -> String {
        """
        // Made from sql/ by embed-migrations, anew whenever that folder changes.

        enum EmbeddedMigrations {
            static let all: [(version: Int64, name: String, text: String)] = [
        \(entries.joined())
            ]
        }

        """
    }

    /// One migration as an element of the array: a raw literal, with marks that its text lacks.
    private static func entry(file: String, version: Int, text: String) throws -> String {
        guard let match = file.wholeMatch(of: /([0-9]{4})_([a-z0-9_]+)\.sql/) else {
            throw Refusal(description: "\(file) is not named NNNN_name.sql")
        }
        guard Int(match.1) == version else {
            throw Refusal(description: "\(file) should have the number \(version)")
        }
        // Swift would read a carriage return as a line's end, and PostgreSQL ends at NUL.
        guard !text.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\0" }) else {
            throw Refusal(description: "\(file) holds a carriage return or NUL")
        }
        var marks = "#"
        while text.contains("\"\"\"" + marks) || text.contains("\\" + marks) { marks += "#" }
        return """
                    (
                        \(version), "\(match.2)",
            \(marks)\"""
            \(text)
            \"""\(marks)
                    ),

            """
    }

    private static func stop(_ reason: String) -> Never {
        FileHandle.standardError.write(Data("error: \(reason)\n".utf8))
        exit(1)
    }
}

/// Why a folder cannot be embedded.
struct Refusal: Error, CustomStringConvertible {
    let description: String
}
