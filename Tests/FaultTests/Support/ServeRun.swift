// The built program as a service manager runs it.

import Foundation
import GatewaySupport
import Glibc
import Reactor

/// One run of `postern serve` with a configuration file, on a Unix socket.
final class ServeRun: Sendable {
    /// Where it answers.
    let address: ListenAddress
    private let folder: URL
    private let process: Process
    private let ended: AsyncStream<Int32>

    /// Starts the program and waits until it answers.
    static func with<Value>(
        _ database: TestDatabase, configuration: String = "",
        _ body: (ServeRun) async throws -> Value
    ) async throws -> Value {
        let run = try ServeRun(database, configuration)
        do {
            let isUp = await becomesTrue { await run.status(of: "/readyz") == 200 }
            guard isUp else { throw TestGateway.Failure.notReady }
            let value = try await body(run)
            await run.kill()
            return value
        } catch {
            await run.kill()
            throw error
        }
    }

    private init(_ database: TestDatabase, _ configuration: String) throws {
        var template = Array("/tmp/postern-serve.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestGateway.Failure.noAddress }
        let name = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        folder = URL(filePath: name)
        address = .unix(path: "\(name)/socket")
        let (ended, end) = AsyncStream<Int32>.makeStream()
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
            .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "postern")
        process.arguments = [
            "serve", "--loops", "1", "--listen", "unix:\(name)/socket", "--config",
            "\(name)/postern.yaml",
        ]
        process.environment = ["POSTERN_DATABASE_URL": database.gatewayURL]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { process in
            // A signal's number as a shell shows it, so that it is no exit status.
            let isExit = process.terminationReason == .exit
            end.yield(process.terminationStatus + (isExit ? 0 : 128))
            end.finish()
        }
        self.process = process
        self.ended = ended
        try configure(configuration)
        try process.run()
    }

    /// Writes the configuration file.
    func configure(_ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: "postern.yaml"))
    }

    func signal(_ number: Int32) {
        Glibc.kill(process.processIdentifier, number)
    }

    /// The exit status, once there is one.
    func status() async -> Int32? {
        await ended.first { _ in true }
    }

    func connect() throws -> HTTPClient {
        try HTTPClient.connect(to: address)
    }

    /// The status of an answer; nil where there is none.
    func status(of path: String) async -> Int? {
        guard let client = try? connect() else { return nil }
        let response = try? await client.exchange(HTTPRequest("GET", path))
        await client.close()
        return response?.status
    }

    private func kill() async {
        if process.isRunning { signal(SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }
}
