import Glibc

/// A program that this one runs, without a shell between: PostgreSQL's tools, mostly.
struct ChildProcess {
    private let id: pid_t

    /// Where a program's input comes from and its output goes to.
    struct Streams {
        /// Descriptors of this process; nil for none.
        var input: CInt?
        var output: CInt?
        /// Kept open in the program under the number 3.
        var kept: CInt?
    }

    /// Starts a program, found by `PATH`, with every signal as it is by default.
    ///
    /// A detached one gets a session of its own, so that no terminal's signal reaches it. Throws
    /// what the system refused.
    static func start(
        _ arguments: [String], _ streams: Streams = Streams(), isDetached: Bool = false
    ) throws(DevelopmentError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        add(streams.input, as: STDIN_FILENO, O_RDONLY, to: &actions)
        add(streams.output, as: STDOUT_FILENO, O_WRONLY, to: &actions)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        if let kept = streams.kept { posix_spawn_file_actions_adddup2(&actions, kept, 3) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (isDetached ? newSession : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var id: pid_t = 0
        let code = spawn(&id, arguments, &actions, &attributes)
        guard code == 0 else {
            throw DevelopmentError("\(arguments.first ?? ""): \(String(cString: strerror(code)))")
        }
        return ChildProcess(id: id)
    }

    /// Runs a program to its end; returns its exit status, 128 and more for a signal.
    static func run(
        _ arguments: [String], _ streams: Streams = Streams()
    ) throws(DevelopmentError) -> CInt {
        try start(arguments, streams).wait()
    }

    /// Waits for the end; returns the exit status, 128 and more for a signal.
    func wait() -> CInt {
        var status: CInt = 0
        while waitpid(id, &status, 0) == -1 {
            guard errno == EINTR else { return 128 }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// POSIX_SPAWN_SETSID, which <spawn.h> declares under _GNU_SOURCE only.
    private static let newSession: CInt = 0x80

    private static func add(
        _ descriptor: CInt?, as number: CInt, _ mode: CInt,
        to actions: inout posix_spawn_file_actions_t
    ) {
        if let descriptor {
            posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        } else {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", mode, 0)
        }
    }

    private static func spawn(
        _ id: inout pid_t, _ arguments: [String],
        _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
    ) -> CInt {
        guard let program = arguments.first else { return EINVAL }
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        // Messages are compared and shown: not translated.
        let settings: [String] = ["PATH=\(path)", "LC_ALL=C"]
        var variables = settings.map { strdup($0) }
        variables.append(nil)
        var words = arguments.map { strdup($0) }
        words.append(nil)
        defer { for text in variables + words { free(text) } }
        return posix_spawnp(&id, program, &actions, &attributes, words, variables)
    }
}
