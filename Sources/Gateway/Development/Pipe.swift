import Glibc

/// A pipe; the ends are closed in programs that are started unless they are given to them.
struct Pipe {
    let reading: CInt
    let writing: CInt

    init() throws(DevelopmentError) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw PrivateFile.refusal("pipe") }
        reading = ends[0]
        writing = ends[1]
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    /// Closes the writing end after the body, as whoever reads needs it.
    private func lendWriting<Result>(
        _ body: (CInt) throws(DevelopmentError) -> Result
    ) throws(DevelopmentError) -> Result {
        defer { close(writing) }
        return try body(writing)
    }

    /// Runs a program and returns what it prints, at most 64 KiB of it.
    static func output(of arguments: [String]) throws(DevelopmentError) -> String {
        let pipe = try Pipe()
        defer { close(pipe.reading) }
        let child = try pipe.lendWriting { end throws(DevelopmentError) in
            try ChildProcess.start(arguments, .init(output: end))
        }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while text.count < 65_536 {
            let count = read(pipe.reading, &buffer, buffer.count)
            if count == -1, errno == EINTR { continue }
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        _ = child.wait()
        return String(decoding: text, as: UTF8.self)
    }
}
