import JSONWire
import Logging
import Reactor

/// The process's own messages, as JSON lines on standard error: standard output is the requests'.
enum ProcessLog {
    /// A logger that writes to the sink what is at least as important as the level.
    static func logger(level: Configuration.Log.Level) -> Logger {
        var handler = JSONLogHandler(sink: OutputSink(descriptor: 2))
        handler.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
        return Logger(label: "postern") { _ in handler }
    }
}

/// Writes swift-log's messages in the shape of the request log.
struct JSONLogHandler: LogHandler {
    let sink: OutputSink
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    init(sink: OutputSink) {
        self.sink = sink
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var writer = JSONWriter(capacity: 192)
        writer.beginObject()
        writer.key("time")
        writer.string(LogTime.text(.current()))
        writer.key("level")
        writer.string(event.level.rawValue)
        writer.key("message")
        writer.string(event.message.description)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            writer.key(key)
            writer.string(value.description)
        }
        writer.endObject()
        sink.write(writer.finish() + [UInt8(ascii: "\n")])
    }
}
