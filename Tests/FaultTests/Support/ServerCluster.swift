// A PostgreSQL cluster that a test may stop, kill and freeze.

import Foundation
import Glibc

/// A cluster of a test's own in a temporary folder, on a Unix socket there.
final class ServerCluster: Sendable {
    /// The folder of PostgreSQL's programs, if there is one to test with.
    static let programs = ProcessInfo.processInfo.environment["POSTERN_TEST_PG_BIN"]

    /// Whether tests that need such a cluster can run.
    static var isGiven: Bool { programs != nil }

    /// How the server is told to stop.
    enum Stop: String {
        /// Ends every connection, then itself.
        case fast
        /// As a crash: the next start recovers.
        case immediate
    }

    /// A program that failed, and what it said.
    struct Failure: Error {
        let command: [String]
        let output: String
    }

    /// A superuser's URL.
    let url: String
    private let folder: String

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
        try await runAsServer([
            "initdb", "--pgdata", "\(folder)/data", "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        ])
    }

    /// Starts the server and waits until it takes connections.
    func start() async throws {
        let settings =
            "-c listen_addresses= -c unix_socket_directories=\(folder) -c port=5432"
            + " -c fsync=off -c full_page_writes=off -c max_connections=60"
        try await runAsServer([
            "pg_ctl", "start", "--pgdata", "\(folder)/data", "--wait", "--timeout", "60",
            "--log", "\(folder)/data/server.log", "--options", settings,
        ])
    }

    /// Stops the server and waits until it is gone.
    func stop(_ mode: Stop) async throws {
        try await runAsServer([
            "pg_ctl", "stop", "--pgdata", "\(folder)/data", "--wait", "--timeout", "60",
            "--mode", mode.rawValue,
        ])
    }

    /// Stops every process of the server where it stands, as a hung machine would.
    func freeze() throws {
        let server = try server
        kill(server, SIGSTOP)
        for child in Self.children(of: server) { kill(child, SIGSTOP) }
    }

    /// Lets every process of the server go on.
    func thaw() throws {
        let server = try server
        for child in Self.children(of: server) { kill(child, SIGCONT) }
        kill(server, SIGCONT)
    }

    private func remove() async {
        try? thaw()
        try? await stop(.immediate)
        try? FileManager.default.removeItem(atPath: folder)
    }

    private var server: pid_t {
        get throws {
            let file = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
            guard let line = file.split(separator: "\n").first, let pid = pid_t(line) else {
                throw Failure(command: ["postmaster.pid"], output: file)
            }
            return pid
        }
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
    private func runAsServer(_ command: [String]) async throws {
        let program = "\(Self.programs ?? "")/\(command[0])"
        let account =
            geteuid() == 0
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []
        try await Self.run(account + [program] + command.dropFirst())
    }

    private static func run(_ command: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["--chdir=/"] + command
        // Not a pipe: the server would inherit it, and it would never end.
        let log = FileManager.default.temporaryDirectory.appending(
            path: "postern-\(UUID().uuidString)")
        try Data().write(to: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try await process.runToEnd()
        guard process.terminationStatus == 0 else {
            let text = try? String(contentsOf: log, encoding: .utf8)
            throw Failure(command: command, output: text ?? "")
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
