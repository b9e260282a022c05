// The built program, run as people run it.

import Foundation
import JSONWire
import Testing

/// One run of `postern`: what it printed and how it ended.
struct Postern {
    let status: Int32
    let output: String
    let messages: String

    /// The program beside the tests.
    static let program = URL(filePath: CommandLine.arguments[0])
        .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "postern")

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], input: String = "", database: String? = nil,
        variables: [String: String] = [:]
    ) async throws -> Postern {
        let files = try ["out", "err", "in"].map { try TemporaryFile($0, input) }
        defer { for file in files { file.remove() } }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment(database).merging(variables) { _, given in given }
        process.standardOutput = try FileHandle(forWritingTo: files[0].url)
        process.standardError = try FileHandle(forWritingTo: files[1].url)
        process.standardInput = try FileHandle(forReadingFrom: files[2].url)
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                done.resume(throwing: error)
            }
        }
        return Postern(
            status: process.terminationStatus, output: try files[0].text(),
            messages: try files[1].text())
    }

    /// The one JSON object on standard output; a failure where there is anything else.
    func json() throws -> JSON {
        let json = try JSONReader.read(Array(output.utf8))
        _ = try #require(json.object)
        return json
    }

    /// This process's environment, with a database or without.
    static func environment(_ database: String?) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("POSTERN_")
        }
        environment["POSTERN_DATABASE_URL"] = database
        // Patient, so that a busy machine fails no test.
        environment["POSTERN_DATABASE_WAIT_TIMEOUT"] = "20s"
        environment["POSTERN_DATABASE_STATEMENT_TIMEOUT"] = "20s"
        environment["POSTERN_DATABASE_TRANSACTION_TIMEOUT"] = "30s"
        return environment
    }
}

/// A file for one process's stream.
private struct TemporaryFile {
    let url: URL

    init(_ name: String, _ text: String) throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "postern-\(name)-\(UUID().uuidString)")
        try Data(name == "in" ? Array(text.utf8) : []).write(to: url)
    }

    func text() throws -> String {
        String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
