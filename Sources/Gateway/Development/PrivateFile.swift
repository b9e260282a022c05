import Glibc

/// Small files that only their owner can read: passwords and tokens.
enum PrivateFile {
    /// Writes a file whole or not at all, with mode 0600.
    static func write(_ bytes: [UInt8], to path: String) throws(DevelopmentError) {
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refusal(draft) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, Array(rest), rest.count)
            guard count > 0 || errno == EINTR else { break }
            rest = rest.dropFirst(max(count, 0))
        }
        guard close(descriptor) == 0, rest.isEmpty, rename(draft, path) == 0 else {
            throw refusal(path)
        }
    }

    /// Reads a file of at most a mebibyte; nil where there is none.
    static func read(_ path: String) throws(DevelopmentError) -> [UInt8]? {
        guard access(path, F_OK) == 0 else { return nil }
        do throws(ConfigurationError) {
            return try BoundedFile.read(path)
        } catch {
            throw DevelopmentError("\(error)")
        }
    }

    static func refusal(_ path: String) -> DevelopmentError {
        DevelopmentError("\(path): \(String(cString: strerror(errno)))")
    }
}
