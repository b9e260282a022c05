// Transcripts of a notification link with a made-up clock.

import Testing

@testable import Postgres

@Suite("Notification state")
struct NotificationStateTests {
    private static let second: Int64 = 1_000_000_000

    private func listening() -> NotificationState {
        var configuration = NotificationLink.Configuration()
        configuration.heartbeatInterval = .seconds(2)
        configuration.heartbeatTimeout = .seconds(1)
        configuration.connectTimeout = .seconds(3)
        configuration.retryMin = .seconds(4)
        configuration.retryMax = .seconds(4)
        configuration.seed = 1
        return NotificationState(configuration)
    }

    private func up() -> NotificationState {
        var state = listening()
        #expect(state.started(at: 0) == .connect)
        #expect(state.opened(at: 0) == .subscribe)
        #expect(!state.isUp)
        #expect(state.answered(true, at: 0) == .announceUp)
        #expect(state.isUp)
        return state
    }

    @Test("Heartbeats follow one another for as long as they are answered")
    func heartbeats() {
        var state = up()
        #expect(state.wakeAt == 2 * Self.second)
        #expect(state.ticked(at: Self.second) == .nothing)
        #expect(state.ticked(at: 2 * Self.second) == .beat)
        #expect(state.wakeAt == 3 * Self.second)
        #expect(state.answered(true, at: 2 * Self.second + 1) == .nothing)
        #expect(state.wakeAt == 4 * Self.second + 1)
    }

    @Test("A late heartbeat takes the link down, and another attempt follows")
    func lateHeartbeat() throws {
        var state = up()
        _ = state.ticked(at: 2 * Self.second)
        #expect(state.ticked(at: 3 * Self.second) == .drop(announcesDown: true))
        #expect(!state.isUp)
        let retryAt = try #require(state.wakeAt)
        #expect(retryAt >= 5 * Self.second && retryAt <= 7 * Self.second)
        #expect(state.ticked(at: retryAt - 1) == .nothing)
        #expect(state.ticked(at: retryAt) == .connect)
    }

    @Test("Down is announced only by what was up")
    func quietWhileConnecting() {
        var state = listening()
        _ = state.started(at: 0)
        #expect(state.ticked(at: 3 * Self.second) == .drop(announcesDown: false))
        #expect(state.broke(at: 3 * Self.second) == .nothing)
        var refused = listening()
        _ = refused.started(at: 0)
        _ = refused.opened(at: 0)
        #expect(refused.answered(false, at: 0) == .drop(announcesDown: false))
    }

    @Test("Nothing happens after closing")
    func closing() {
        var state = up()
        #expect(state.closed() == .drop(announcesDown: true))
        #expect(state.wakeAt == nil)
        #expect(state.broke(at: 0) == .nothing)
        #expect(state.ticked(at: .max) == .nothing)
        #expect(state.started(at: 0) == .nothing)
    }
}
