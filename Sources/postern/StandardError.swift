// Where messages go, so that standard output holds results alone.

import Glibc

enum StandardError {
    /// Writes one message and a newline.
    static func say(_ message: String) {
        let bytes = Array((message + "\n").utf8)
        var start = 0
        while start < bytes.count {
            let rest = Array(bytes[start...])
            let written = write(STDERR_FILENO, rest, rest.count)
            guard written > 0 || errno == EINTR else { return }
            start += max(written, 0)
        }
    }
}
