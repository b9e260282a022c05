// The programs of Tests/Clients, run to their ends as processes of their own.

import Foundation

/// One run of a client program: what it printed and how it ended.
struct Program {
    let status: Int32
    let output: String

    /// The Python that has the client libraries: `script/test` makes it.
    static let python = ProcessInfo.processInfo.environment["POSTERN_TEST_PYTHON"]

    /// Whether tests that need one can run.
    static var canRun: Bool { python != nil }

    /// Whether there is a browser for the program that needs one.
    static var hasBrowser: Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/chromium")
        }
    }

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Clients")

    /// Runs a program, which ends by itself in time, with the stage on its standard input.
    static func run(_ name: String, on stage: Stage) async throws -> Program {
        let files = FileManager.default.temporaryDirectory
            .appending(path: "postern-client-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: files) }
        let (input, output) = (files.appending(path: "in"), files.appending(path: "out"))
        try Data(stage.json).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: python ?? "python3")
        process.arguments = ["-B", folder.appending(path: "\(name).py").path]
        process.currentDirectoryURL = files
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: input)
        let printed = try FileHandle(forWritingTo: output)
        process.standardOutput = printed
        process.standardError = printed
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                done.resume(throwing: error)
            }
        }
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        return Program(status: process.terminationStatus, output: text)
    }

    /// Nothing of the environment but where programs and folders are.
    private static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { ["HOME", "PATH", "TMPDIR"].contains($0.key) }
    }
}
