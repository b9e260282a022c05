// What a gateway logs, kept in a file that has no name.

import Glibc
package import JSONWire
import Reactor

/// A log's lines, to be read while it grows.
package final class TestLog: Sendable {
    let sink: OutputSink
    private let descriptor: CInt

    /// The file could not be made.
    struct Failure: Error {
        let code: CInt
    }

    init() throws {
        var template = Array("/tmp/postern-log-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        unlink(template)
        sink = OutputSink(descriptor: descriptor)
    }

    deinit { close(descriptor) }

    /// Everything logged so far.
    package var text: String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The whole lines logged so far, without their line ends.
    package var lines: [String] {
        let text = text
        return text.prefix(upTo: text.lastIndex(of: "\n") ?? text.startIndex)
            .split(separator: "\n").map(String.init)
    }

    /// The line of the request with that id, once it is there; nil where it never comes.
    package func line(requestID: String) async -> JSON? {
        var found: JSON?
        _ = await becomesTrue {
            found = lines.lazy.compactMap { try? JSONReader.read(Array($0.utf8)) }
                .first { $0["request_id"]?.string == requestID }
            return found != nil
        }
        return found
    }
}
