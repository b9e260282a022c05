// A stream for tests that are tasks: they suspend where its owner would be called.

import Reactor

extension Stream {
    /// The next bytes as an array; nil at the end of input.
    func receiveBytes() async throws(StreamError) -> [UInt8]? {
        while true {
            let reading = try read { bytes in bytes.withUnsafeBufferPointer { Array($0) } }
            switch reading {
            case .received(let bytes): return bytes
            case .end: return nil
            case .nothing: try await waited { awaitInput() }
            }
        }
    }

    /// Everything up to the end of input.
    func receiveToEnd() async throws(StreamError) -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await receiveBytes() { all += bytes }
        return all
    }

    /// Sends all of it.
    func send(_ bytes: [UInt8]) async throws(StreamError) {
        var sent = try write(bytes, from: 0)
        while sent < bytes.count {
            try await waited { awaitRoom() }
            sent = try write(bytes, from: sent)
        }
    }

    private func waited(for wait: () -> Void) async throws(StreamError) {
        let sleeper = Sleeper()
        owner = sleeper
        let error = await withUnsafeContinuation { continuation in
            sleeper.continuation = continuation
            wait()
        }
        owner = nil
        if let error { throw error }
    }
}

/// Owns a stream for the length of one wait.
private final class Sleeper: StreamOwner {
    var continuation: UnsafeContinuation<StreamError?, Never>?

    func streamReady(_ error: StreamError?) {
        continuation?.resume(returning: error)
        continuation = nil
    }
}
