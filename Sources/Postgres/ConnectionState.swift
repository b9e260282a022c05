// The life of one connection to the server, from the first packet to the last.

/// Decides what a link does next.
///
/// Owns no socket and no clock.
struct ConnectionState {
    /// Where the link stands.
    enum Phase: Equatable {
        /// Nothing has begun. Can become: resolving, connecting, closed.
        case idle
        /// The host's name is being looked up elsewhere. Can become: connecting, closed.
        case resolving
        /// libpq is shaking hands and waits for the socket. Can become: ready, closed.
        case connecting(Wait)
        /// Messages may be sent. Can become: closed.
        case ready
        /// Over; a new link must be made.
        case closed
    }

    /// What libpq waits for while it connects.
    enum Wait: Equatable {
        case readable, writable
    }

    /// What `PQconnectPoll` said.
    enum Poll: Equatable {
        case reading, writing, connected, failed
    }

    /// What to do.
    enum Action: Equatable {
        case nothing
        case resolve
        case connect
        /// Watch the socket, which may be another one than before.
        case watch(Wait)
        /// Tell the owner that messages may be sent.
        case announceReady
        /// Release everything and tell the owner.
        case announceBroken
    }

    private(set) var phase = Phase.idle

    mutating func opened(needsResolution: Bool) -> Action {
        guard phase == .idle else { return .nothing }
        if needsResolution {
            phase = .resolving
            return .resolve
        }
        phase = .connecting(.writable)
        return .connect
    }

    mutating func resolved(_ isFound: Bool) -> Action {
        guard phase == .resolving else { return .nothing }
        guard isFound else { return broke() }
        phase = .connecting(.writable)
        return .connect
    }

    mutating func polled(_ poll: Poll) -> Action {
        guard case .connecting = phase else { return .nothing }
        switch poll {
        case .reading:
            phase = .connecting(.readable)
            return .watch(.readable)
        case .writing:
            phase = .connecting(.writable)
            return .watch(.writable)
        case .connected:
            phase = .ready
            return .announceReady
        case .failed:
            return broke()
        }
    }

    /// Anything went wrong; only the first time is announced.
    mutating func broke() -> Action {
        guard phase != .closed else { return .nothing }
        phase = .closed
        return .announceBroken
    }

    /// The owner wants no more of it; returns whether there was anything to close.
    mutating func closed() -> Bool {
        defer { phase = .closed }
        return phase != .closed
    }
}
