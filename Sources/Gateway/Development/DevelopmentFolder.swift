import Glibc

/// The folder of `postern dev`: what is in it, and that one process at a time uses it.
///
/// `lock`, `credentials.json`, `secrets.key` and `demo.json` (each 0600), `setup.log`, and
/// `cluster`, which is the database's folder, or a link to one below /var/tmp where the database's
/// user cannot enter this.
struct DevelopmentFolder {
    /// The absolute path.
    let path: String
    /// Holds the lock until the process ends, and the database's watcher after it.
    let lock: CInt

    var credentials: String { path + "/credentials.json" }
    var secretsKey: String { path + "/secrets.key" }
    var demonstration: String { path + "/demo.json" }
    var setupLog: String { path + "/setup.log" }
    var cluster: String { path + "/cluster" }

    /// For how long a folder is waited for: what an ended process leaves takes a moment to stop.
    private static let patience = Duration.seconds(15)
    private static let elsewhere = "/var/tmp/postern-"

    /// Makes the folder where it is missing, and locks it.
    init(
        _ path: String, progress: (String) -> Void
    ) async throws(DevelopmentError) {
        guard try ChildProcess.run(["mkdir", "-p", "--", Self.absolute(path)]) == 0 else {
            throw DevelopmentError("\(path): the folder cannot be made")
        }
        guard let resolved = realpath(path, nil) else { throw PrivateFile.refusal(path) }
        defer { free(resolved) }
        self.path = String(cString: resolved)
        lock = open(self.path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw PrivateFile.refusal(self.path + "/lock") }
        try await takeLock(progress)
    }

    private func takeLock(_ progress: (String) -> Void) async throws(DevelopmentError) {
        var waited = Duration.zero
        let pause = Duration.milliseconds(100)
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            if waited == .zero { progress("waiting for another process to leave \(path)") }
            guard waited < Self.patience, (try? await Task.sleep(for: pause)) != nil else {
                close(lock)
                throw DevelopmentError("\(path) is in use by another postern dev")
            }
            waited += pause
        }
    }

    /// Removes what an earlier start left, and nothing else.
    func empty() throws(DevelopmentError) {
        var paths = [credentials, secretsKey, demonstration, setupLog, cluster]
        if let target = linkTarget, target.hasPrefix(Self.elsewhere) { paths.append(target) }
        guard try ChildProcess.run(["rm", "-rf", "--"] + paths) == 0 else {
            throw DevelopmentError("\(path): what an earlier start left cannot be removed")
        }
    }

    /// Makes the database's folder, where only its user can enter; elsewhere, if need be.
    func makeCluster(for account: ServerAccount) throws(DevelopmentError) {
        if linkTarget != nil, access(cluster, F_OK) != 0 { unlink(cluster) }
        guard access(cluster, F_OK) != 0 else { return }
        if try account.canEnter(path) {
            guard mkdir(cluster, 0o700) == 0 else { throw PrivateFile.refusal(cluster) }
        } else {
            var template = Array((Self.elsewhere + "XXXXXX").utf8CString)
            guard mkdtemp(&template) != nil else { throw PrivateFile.refusal(Self.elsewhere) }
            let made = String(
                decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard symlink(made, cluster) == 0 else { throw PrivateFile.refusal(cluster) }
        }
        try account.own(cluster)
    }

    /// Where `cluster` leads, if it is a link.
    private var linkTarget: String? {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink(cluster, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func absolute(_ path: String) throws(DevelopmentError) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = getcwd(nil, 0) else { throw PrivateFile.refusal(".") }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }
}
