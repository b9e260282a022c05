// When a listening connection can be believed, and what keeps it honest.

/// Decides for a notification link.
///
/// Owns no socket and no clock: time comes in as monotonic
/// nanoseconds.
struct NotificationState {
    /// Where the link stands.
    enum Phase: Equatable {
        /// Not started, or between two attempts. Can become: connecting, closed.
        case pausing(until: Int64)
        /// The handshake is under way. Can become: subscribing, pausing, closed.
        case connecting(deadline: Int64)
        /// `LISTEN` is sent and not confirmed. Can become: resting, pausing, closed.
        case subscribing(deadline: Int64)
        /// Up, between two heartbeats. Can become: beating, pausing, closed.
        case resting(until: Int64)
        /// Up, and asked for a sign of life. Can become: resting, pausing, closed.
        case beating(deadline: Int64)
        /// Over.
        case closed
    }

    /// What to do.
    enum Action: Equatable {
        case nothing
        case connect
        case subscribe
        case beat
        case announceUp
        /// Drop the connection if it is still there, and say so if it was up.
        case drop(announcesDown: Bool)
    }

    private(set) var phase = Phase.pausing(until: .max)
    private let connectTimeout: Int64
    private let beatInterval: Int64
    private let beatTimeout: Int64
    private var backoff: Backoff
    private var jitter: Jitter

    init(_ configuration: NotificationLink.Configuration) {
        connectTimeout = configuration.connectTimeout.wholeNanoseconds
        beatInterval = configuration.heartbeatInterval.wholeNanoseconds
        beatTimeout = configuration.heartbeatTimeout.wholeNanoseconds
        backoff = Backoff(
            shortest: configuration.retryMin.wholeNanoseconds,
            longest: configuration.retryMax.wholeNanoseconds)
        jitter = Jitter(seed: configuration.seed)
    }

    var isUp: Bool {
        switch phase {
        case .resting, .beating: true
        case .pausing, .connecting, .subscribing, .closed: false
        }
    }

    /// When `ticked` is wanted; nil when time changes nothing.
    var wakeAt: Int64? {
        switch phase {
        case .pausing(let moment), .connecting(let moment), .subscribing(let moment),
            .resting(let moment), .beating(let moment):
            moment == .max ? nil : moment
        case .closed: nil
        }
    }

    mutating func started(at now: Int64) -> Action {
        guard case .pausing = phase else { return .nothing }
        return connect(at: now)
    }

    mutating func opened(at now: Int64) -> Action {
        guard case .connecting = phase else { return .nothing }
        phase = .subscribing(deadline: now + beatTimeout)
        return .subscribe
    }

    /// The server has answered what was sent last.
    mutating func answered(_ succeeded: Bool, at now: Int64) -> Action {
        guard succeeded else { return broke(at: now) }
        switch phase {
        case .subscribing:
            backoff.succeeded()
            phase = .resting(until: now + beatInterval)
            return .announceUp
        case .beating:
            phase = .resting(until: now + beatInterval)
            return .nothing
        case .pausing, .connecting, .resting, .closed:
            return .nothing
        }
    }

    mutating func broke(at now: Int64) -> Action {
        switch phase {
        case .pausing, .closed:
            return .nothing
        case .connecting, .subscribing, .resting, .beating:
            let wasUp = isUp
            phase = .pausing(until: now + backoff.failed(using: &jitter))
            return .drop(announcesDown: wasUp)
        }
    }

    mutating func ticked(at now: Int64) -> Action {
        guard let wakeAt, now >= wakeAt else { return .nothing }
        switch phase {
        case .pausing:
            return connect(at: now)
        case .resting:
            phase = .beating(deadline: now + beatTimeout)
            return .beat
        case .connecting, .subscribing, .beating:
            return broke(at: now)
        case .closed:
            return .nothing
        }
    }

    mutating func closed() -> Action {
        let wasUp = isUp
        phase = .closed
        return .drop(announcesDown: wasUp)
    }

    private mutating func connect(at now: Int64) -> Action {
        phase = .connecting(deadline: now + connectTimeout)
        return .connect
    }
}
