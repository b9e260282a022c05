import Glibc

/// A PostgreSQL cluster of our own: made once, started and stopped with this process.
///
/// It listens on 127.0.0.1, and on a Unix socket in its folder where the path is short enough;
/// every role needs its password. A watcher, a shell in a session of its own that reads from a
/// pipe, stops it when this process ends, however that happens.
///
/// When the server dies by itself nothing starts it again, and whoever does so with `pg_ctl` finds
/// the same port and passwords.
struct PrivateCluster {
    private let folder: DevelopmentFolder
    private let account: ServerAccount
    private let programs: ServerPrograms

    /// Finds the programs that fit the folder's data.
    init(_ folder: DevelopmentFolder) throws(DevelopmentError) {
        self.folder = folder
        account = try ServerAccount()
        let version = try PrivateFile.read(folder.cluster + "/data/PG_VERSION").flatMap {
            Int(String(decoding: $0, as: UTF8.self).prefix(while: \.isNumber))
        }
        programs = try ServerPrograms(majorVersion: version)
    }

    /// The same for a cluster that an earlier start left; nil where there is none.
    init?(leftIn folder: DevelopmentFolder) throws(DevelopmentError) {
        guard access(folder.cluster + "/data/PG_VERSION", F_OK) == 0 else { return nil }
        try self.init(folder)
    }

    /// The cluster's own path, without the link that its user may not be able to follow.
    private var home: String {
        guard let resolved = realpath(folder.cluster, nil) else { return folder.cluster }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private var data: String { home + "/data" }
    private var isMade: Bool { access(data + "/PG_VERSION", F_OK) == 0 }

    /// Stops a server that nobody watches any more: one that was left, or started by hand.
    func stopLeftover() throws(DevelopmentError) {
        guard isMade, access(data + "/postmaster.pid", F_OK) == 0 else { return }
        _ = try run(["pg_ctl", "stop", "--pgdata", data, "--mode", "fast", "--silent"])
    }

    /// Makes the cluster where there is none; whole or not at all.
    func make(_ credentials: DevelopmentCredentials) throws(DevelopmentError) {
        try folder.makeCluster(for: account)
        guard !isMade else { return }
        let draft = data + ".new"
        let passwords = home + "/password"
        guard try ChildProcess.run(["rm", "-rf", "--", draft]) == 0 else {
            throw DevelopmentError("\(draft) cannot be removed")
        }
        try PrivateFile.write(Array(credentials.superuserPassword.utf8), to: passwords)
        defer { unlink(passwords) }
        try account.own(passwords)
        try require([
            "initdb", "--pgdata", draft, "--username", "postgres", "--pwfile", passwords,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ])
        try require([
            "sh", "-c", "echo \"include 'postern.conf'\" >> \"$0/postgresql.conf\"", draft,
        ])
        guard rename(draft, data) == 0 else { throw PrivateFile.refusal(data) }
    }

    /// Starts the server on the port of the credentials, or on another if that is taken, which the
    /// credentials then say.
    func start(
        _ credentials: inout DevelopmentCredentials
    ) throws(DevelopmentError) -> RunningCluster {
        for _ in 0..<Self.portsTried {
            try configure(port: credentials.port)
            let log = home + "/server.log"
            let status = try run([
                "pg_ctl", "start", "--pgdata", data, "--log", log, "--wait", "--timeout", "60",
                "--silent",
            ])
            if status == 0 { return try watch() }
            guard try portWasTaken(log) else {
                throw DevelopmentError("PostgreSQL did not start; see \(log)")
            }
            credentials.port = UInt16.random(in: DevelopmentCredentials.ports)
        }
        throw DevelopmentError("PostgreSQL found no free port")
    }

    private static let portsTried = 16
    /// A Unix socket's path has at most so many bytes; what PostgreSQL adds to the folder is short.
    private static let socketFolderBytesMax = 107 - "/.s.PGSQL.00000.lock".utf8.count

    private func configure(port: UInt16) throws(DevelopmentError) {
        let socket = home.utf8.count <= Self.socketFolderBytesMax ? home : ""
        let quoted = socket.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''")
        let text = """
            # Written anew whenever postern dev starts.
            listen_addresses = '127.0.0.1'
            port = \(port)
            unix_socket_directories = '\(quoted)'
            max_connections = 300

            """
        let path = data + "/postern.conf"
        try PrivateFile.write(Array(text.utf8), to: path)
        try account.own(path)
    }

    private func portWasTaken(_ log: String) throws(DevelopmentError) -> Bool {
        try ChildProcess.run([
            "sh", "-c", "tail -n 20 \"$0\" | grep -q 'Address already in use'", log,
        ]) == 0
    }

    private func watch() throws(DevelopmentError) -> RunningCluster {
        let pipe = try Pipe()
        defer { close(pipe.reading) }
        let stop = "read -r line; exec \"$0\" stop --pgdata \"$1\" --mode fast --silent"
        let watcher = try ChildProcess.start(
            account.command(["sh", "-c", stop, programs.path("pg_ctl"), data]),
            .init(input: pipe.reading, kept: folder.lock), isDetached: true)
        return RunningCluster(watcher: watcher, leash: pipe.writing)
    }

    private func require(_ command: [String]) throws(DevelopmentError) {
        guard try run(command) == 0 else {
            throw DevelopmentError("\(command[0]) failed; see \(folder.setupLog)")
        }
    }

    /// Runs one of PostgreSQL's programs, or a shell, as the server's user; what it says is logged.
    private func run(_ command: [String]) throws(DevelopmentError) -> CInt {
        let log = open(folder.setupLog, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard log >= 0 else { throw PrivateFile.refusal(folder.setupLog) }
        defer { close(log) }
        let program = command[0] == "sh" ? "sh" : programs.path(command[0])
        return try ChildProcess.run(
            account.command([program] + command.dropFirst()), .init(output: log))
    }
}

/// A started cluster and what will stop it.
struct RunningCluster: Sendable {
    let watcher: ChildProcess
    /// While this end of the pipe is open, the watcher waits.
    let leash: CInt

    /// Stops the server and waits until it has stopped.
    func stop() {
        close(leash)
        _ = watcher.wait()
    }
}
