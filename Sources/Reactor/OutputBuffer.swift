// One loop's share of the log, gathered so that the writing thread is woken seldom.

/// Gathers small pieces of output on a loop and hands them to a sink together.
///
/// Belongs to its loop. Nothing stays here for longer than `delay`.
public final class OutputBuffer {
    private let sink: OutputSink
    private let loop: EventLoop
    private let delay: Duration
    private var bytes: [UInt8] = []
    private var deadline: Deadline?
    private var isScheduled = false

    /// How many bytes are handed over without waiting for the delay to end.
    public static let bytesMax = 32 * 1024

    /// Gathers output for `sink` on `loop`.
    public init(sink: OutputSink, loop: EventLoop, delay: Duration = .milliseconds(10)) {
        self.sink = sink
        self.loop = loop
        self.delay = delay
    }

    /// Lets `body` append a whole line, or several.
    public func append(_ body: (inout [UInt8]) -> Void) {
        body(&bytes)
        if bytes.count >= Self.bytesMax {
            flush()
        } else if !isScheduled {
            schedule()
        }
    }

    /// Hands over what has been gathered; to be called before the loop stops.
    public func flush() {
        guard !bytes.isEmpty else { return }
        var chunk: [UInt8] = []
        chunk.reserveCapacity(Self.bytesMax + Self.bytesMax / 8)
        swap(&chunk, &bytes)
        sink.write(chunk)
    }

    private func schedule() {
        isScheduled = true
        if let deadline {
            deadline.postpone(after: delay)
        } else {
            // Weak: the buffer need not wait for its deadline when nobody writes to it any more.
            deadline = loop.schedule(after: delay) { [weak self] in
                self?.isScheduled = false
                self?.flush()
            }
        }
    }

    deinit {
        // Possibly on another thread: the sink does not mind, and the deadline finds nobody.
        flush()
    }
}
