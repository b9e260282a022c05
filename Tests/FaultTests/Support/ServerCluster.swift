// A PostgreSQL cluster that a test may stop, kill and freeze.

import Foundation
import GatewaySupport
import Glibc
import Postgres
import Synchronization

/// A cluster of a test's own in a temporary folder, on a Unix socket there.
final class ServerCluster: Sendable {
    /// The folder of PostgreSQL's programs, if there is one to test with.
    static let programs = ProcessInfo.processInfo.environment["POSTERN_TEST_PG_BIN"]

    /// Whether tests that need such a cluster can run.
    static var isGiven: Bool { programs != nil }

    /// How the server is told to stop.
    enum Stop {
        /// Ends every connection, then itself.
        case fast
        /// As a crash: the next start recovers.
        case immediate

        fileprivate var signal: CInt {
            switch self {
            case .fast: SIGINT
            case .immediate: SIGQUIT
            }
        }
    }

    /// The server's process, and what comes when it has ended.
    private struct Server: Sendable {
        let process: Process
        let ended: AsyncStream<Void>
    }

    /// A program that failed, and what it said.
    struct Failure: Error {
        let command: [String]
        let output: String
    }

    /// A superuser's URL.
    let url: String
    private let folder: String
    private let server = Mutex<Server?>(nil)

    /// Runs `body` with a cluster that is running; it is stopped and removed afterwards.
    static func with<Value>(_ body: (ServerCluster) async throws -> Value) async throws -> Value {
        let cluster = try ServerCluster()
        do {
            try await cluster.make()
            try await cluster.start()
            let value = try await body(cluster)
            await cluster.remove()
            return value
        } catch {
            await cluster.remove()
            throw error
        }
    }

    private init() throws {
        // A socket's path has at most 107 bytes, and the server's user must reach the folder.
        var template = Array("/tmp/postern-fault.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(command: ["mkdtemp"], output: "\(errno)")
        }
        folder = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        url = "postgresql://postgres@/postgres?host=\(folder)&port=5432"
    }

    private func make() async throws {
        if geteuid() == 0 { try await Self.run(["chown", "postgres:", folder]) }
        try await Self.run(
            asServer([
                "initdb", "--pgdata", "\(folder)/data", "--username", "postgres", "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
            ]))
    }

    /// Starts the server, as a child that does not detach itself, and waits until it takes
    /// connections.
    func start() async throws {
        var settings: [String] = []
        for setting in [
            "listen_addresses=", "unix_socket_directories=\(folder)", "port=5432", "fsync=off",
            "full_page_writes=off", "max_connections=60", "log_destination=stderr",
        ] { settings += ["-c", setting] }
        let process = Self.process(asServer(["postgres", "-D", "\(folder)/data"] + settings))
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ended, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        server.withLock { $0 = Server(process: process, ended: ended) }
        let isUp = await becomesTrue(within: .seconds(60)) {
            guard let session = try? await Session.connect(url) else { return false }
            await session.close()
            return true
        }
        guard isUp else { throw Failure(command: ["postgres"], output: "it does not answer") }
    }

    /// Stops the server and waits until it is gone.
    func stop(_ mode: Stop) async {
        guard let server = server.withLock({ $0.take() }) else { return }
        kill(server.process.processIdentifier, mode.signal)
        for await _ in server.ended {}
    }

    /// Stops every process of the server where it stands, as a hung machine would.
    func freeze() { signalAll(SIGSTOP) }

    /// Lets every process of the server go on.
    func thaw() { signalAll(SIGCONT) }

    private func signalAll(_ number: CInt) {
        guard let parent = server.withLock({ $0?.process.processIdentifier }) else { return }
        kill(parent, number)
        for child in Self.children(of: parent) { kill(child, number) }
    }

    private func remove() async {
        thaw()
        await stop(.immediate)
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(pid_t.init).filter { pid in
            let stat = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
            // The name in parentheses may hold anything; behind it come state and parent.
            guard let end = stat.lastIndex(of: ")") else { return false }
            let fields = stat[end...].split(separator: " ")
            return fields.count > 2 && pid_t(fields[2]) == parent
        }
    }

    /// PostgreSQL refuses to run as root.
    private func asServer(_ command: [String]) -> [String] {
        let program = "\(Self.programs ?? "")/\(command[0])"
        let account =
            geteuid() == 0
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []
        return account + [program] + command.dropFirst()
    }

    private static func process(_ command: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["--chdir=/"] + command
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static func run(_ command: [String]) async throws {
        let process = process(command)
        let output = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        try await process.runToEnd()
        guard process.terminationStatus == 0 else {
            let text = output.fileHandleForReading.availableData
            throw Failure(command: command, output: String(decoding: text, as: UTF8.self))
        }
    }
}

extension Process {
    /// Runs the process without blocking a thread of Swift's.
    func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in done.resume() }
            do {
                try run()
            } catch {
                terminationHandler = nil
                done.resume(throwing: error)
            }
        }
    }
}
