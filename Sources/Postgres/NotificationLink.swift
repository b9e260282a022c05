// News from the database, on a connection of its own that is never believed longer than it lives.

public import Reactor

/// Listens on channels and says at once when it can no longer be relied on.
///
/// Belongs to one loop and is used there only. A heartbeat makes a silent connection known within
/// `heartbeatInterval` + `heartbeatTimeout`; after every `.up` the listener must assume that it has
/// missed anything, for notifications are not kept.
public final class NotificationLink {
    /// What a link reports.
    public enum Event: Sendable, Equatable {
        /// Every notification from now on will arrive.
        case up
        /// Notifications may be missed from now on.
        case down
        /// Someone has notified a channel.
        case notification(channel: String, payload: String)
    }

    /// How often a link makes sure that it is alive, and how it comes back.
    public struct Configuration: Sendable {
        /// How long after one sign of life the next is asked for.
        public var heartbeatInterval: Duration = .milliseconds(500)
        /// How long an answer may take.
        public var heartbeatTimeout: Duration = .milliseconds(500)
        /// How long connecting may take.
        public var connectTimeout: Duration = .seconds(1)
        /// The shortest pause between two attempts to connect; doubled up to `retryMax`.
        public var retryMin: Duration = .milliseconds(50)
        /// The longest pause between two attempts to connect.
        public var retryMax: Duration = .seconds(1)
        /// Where the jitter starts from; the same seed jitters the same.
        public var seed = UInt64.random(in: .min ... .max)

        /// A configuration with the default times.
        public init() {}
    }

    private static let heartbeat = Statement(Query("SELECT 1"))

    private let loop: EventLoop
    private let endpoint: Endpoint
    private let subscription: String
    private let onEvent: (Event) -> Void
    private var state: NotificationState
    private var exchange: QueryExchange?
    private var alarm: Deadline?

    /// Makes a link that does nothing before `start`; `onEvent` is called on the loop.
    ///
    /// The channels' names are trusted. Throws `.unavailable` when the URL cannot be read.
    public init(
        loop: EventLoop, url: String, channels: [String], configuration: Configuration = .init(),
        onEvent: @escaping (Event) -> Void
    ) throws(PostgresError) {
        self.loop = loop
        self.onEvent = onEvent
        endpoint = try Endpoint(url, settings: [], applicationName: "postern")
        subscription = channels.map { "LISTEN \"\($0)\"" }.joined(separator: "; ")
        state = NotificationState(configuration)
    }

    /// Whether nothing is being missed, as far as can be known.
    public var isUp: Bool { state.isUp }

    /// Begins to connect, and does so again whenever the connection breaks.
    public func start() {
        perform(state.started(at: now))
    }

    /// Ends for good; says `.down` if it was up.
    public func close() {
        perform(state.closed())
    }

    private var now: Int64 { loop.now.nanoseconds }

    private func perform(_ action: NotificationState.Action) {
        switch action {
        case .nothing: break
        case .connect: connect()
        case .subscribe: exchange?.send(script: subscription)
        case .beat: exchange?.send(NotificationLink.heartbeat)
        case .announceUp: onEvent(.up)
        case .drop(let announcesDown):
            exchange?.close()
            exchange = nil
            if announcesDown { onEvent(.down) }
        }
        setAlarm()
    }

    private func connect() {
        let exchange = QueryExchange(loop: loop)
        exchange.onEvent = { [weak self] event in self?.happened(event) }
        self.exchange = exchange
        exchange.open(endpoint)
    }

    private func happened(_ event: QueryExchange.Event) {
        switch event {
        case .opened:
            perform(state.opened(at: now))
        case .answered(.success):
            perform(state.answered(true, at: now))
        case .answered(.failure):
            perform(state.answered(false, at: now))
        case .broke:
            perform(state.broke(at: now))
        case .notified(let channel, let payload):
            // What comes before `.up` is covered by the listener's assuming the worst then.
            if state.isUp { onEvent(.notification(channel: channel, payload: payload)) }
        }
    }

    private func setAlarm() {
        guard let moment = state.wakeAt else {
            alarm?.cancel()
            return
        }
        let pause = Duration.nanoseconds(max(0, moment - now))
        if let alarm {
            alarm.postpone(after: pause)
        } else {
            alarm = loop.schedule(after: pause) { [weak self] in
                guard let self else { return }
                perform(state.ticked(at: now))
            }
        }
    }
}
