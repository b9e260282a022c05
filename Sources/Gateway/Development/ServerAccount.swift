import Glibc

/// As whom PostgreSQL runs: it refuses to run as root, and Debian's package brings a user for it.
enum ServerAccount {
    /// The user of this process.
    case own
    /// The user `postgres`, because this process is root's.
    case postgres(uid: uid_t, gid: gid_t)

    /// Finds out; throws for root where there is no such user.
    init() throws(DevelopmentError) {
        guard geteuid() == 0 else {
            self = .own
            return
        }
        guard let entry = getpwnam("postgres") else {
            throw DevelopmentError(
                "PostgreSQL refuses to run as root, and there is no user postgres; "
                    + "install the package postgresql, or run this as another user")
        }
        self = .postgres(uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
    }

    /// The command that runs a program as this user, in a folder that the user can enter.
    func command(_ arguments: [String]) -> [String] {
        switch self {
        case .own: arguments
        case .postgres:
            [
                "env", "--chdir=/", "setpriv", "--reuid=postgres", "--regid=postgres",
                "--init-groups", "--",
            ] + arguments
        }
    }

    /// Gives a file or folder to the user.
    func own(_ path: String) throws(DevelopmentError) {
        switch self {
        case .own: return
        case .postgres(let uid, let gid):
            guard chown(path, uid, gid) == 0 else { throw PrivateFile.refusal(path) }
        }
    }

    /// Whether the user can enter the folder, and every folder above it.
    func canEnter(_ folder: String) throws(DevelopmentError) -> Bool {
        switch self {
        case .own: true
        case .postgres: try ChildProcess.run(command(["test", "-x", folder])) == 0
        }
    }
}
