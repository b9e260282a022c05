// Writing the log without ever waiting for its reader.

import Dispatch
import Glibc
import Synchronization

/// Bytes on their way to a descriptor such as standard output, written by a thread of their own.
///
/// A reader that does not keep up costs a bounded amount of memory, and then what does not fit
/// is lost and counted: a request never waits for its log line.
public final class OutputSink: Sendable {
    // Not private: see `Inbox.State`.
    struct State {
        var chunks: [[UInt8]] = []
        var bytesCount = 0
        var isWriting = false
        var isBroken = false
        var lostCount = 0
    }

    private let descriptor: CInt
    private let bytesMax: Int
    private let queue: DispatchQueue
    private let state = Mutex(State())

    /// Writes to `descriptor` (standard output), which stays the caller's, and keeps at most
    /// `bytesMax` bytes for it.
    public init(descriptor: CInt = 1, bytesMax: Int = 8 << 20) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
        queue = DispatchQueue(label: "output \(descriptor)")
        // A reader that goes away is counted, not died of.
        signal(SIGPIPE, SIG_IGN)
    }

    /// How many chunks have been lost, to a full buffer or to a reader that is gone.
    public var lostCount: Int { state.withLock { $0.lostCount } }

    /// Hands over a chunk, whole lines by convention; from any thread, never waits.
    ///
    /// Chunks appear one after the other, each whole or not at all. Many small ones are better
    /// gathered in an `OutputBuffer`.
    public func write(_ chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        let mustStart = state.withLock { state in
            guard !state.isBroken, state.bytesCount + chunk.count <= bytesMax else {
                state.lostCount += 1
                return false
            }
            state.chunks.append(chunk)
            state.bytesCount += chunk.count
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { [self] in drain() } }
    }

    /// Waits until everything handed over so far is written, at most for `duration`; whether it is.
    ///
    /// Blocks the thread: for the end of the process, when the loops have stopped.
    public func flush(within duration: Duration) -> Bool {
        let written = DispatchSemaphore(value: 0)
        queue.async { written.signal() }
        let nanoseconds = Int(clamping: duration.wholeNanoseconds)
        return written.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
    }

    private func drain() {
        while let chunks = takeChunks() {
            for chunk in chunks {
                let isWritten = write(whole: chunk)
                state.withLock { state in
                    state.bytesCount -= chunk.count
                    guard !isWritten else { return }
                    state.isBroken = true
                    state.lostCount += 1
                }
            }
        }
    }

    private func takeChunks() -> [[UInt8]]? {
        state.withLock { state in
            guard !state.chunks.isEmpty else {
                state.isWriting = false
                return nil
            }
            var chunks: [[UInt8]] = []
            swap(&chunks, &state.chunks)
            return chunks
        }
    }

    /// Writes on this queue's own thread, which may wait; false when there is no reader any more.
    private func write(whole chunk: [UInt8]) -> Bool {
        // SAFETY: the bytes are read while they are lent, and only as far as they reach.
        chunk.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = uninterrupted {
                    Glibc.write(
                        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                }
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Whoever shares the descriptor with us has made it non-blocking.
                    var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&room, 1, -1)
                } else {
                    return false
                }
            }
            return true
        }
    }
}
