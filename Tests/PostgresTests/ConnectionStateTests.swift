// Transcripts of a connection's life.

import Testing

@testable import Postgres

@Suite("Connection state")
struct ConnectionStateTests {
    @Test("The handshake waits for what libpq asks for, then announces itself once")
    func handshake() {
        var state = ConnectionState()
        #expect(state.opened(needsResolution: false) == .connect)
        #expect(state.phase == .connecting(.writable))
        #expect(state.polled(.reading) == .watch(.readable))
        #expect(state.polled(.writing) == .watch(.writable))
        #expect(state.polled(.connected) == .announceReady)
        #expect(state.phase == .ready)
        #expect(state.polled(.connected) == .nothing)
    }

    @Test("A name is looked up before libpq hears of it")
    func resolution() {
        var state = ConnectionState()
        #expect(state.opened(needsResolution: true) == .resolve)
        #expect(state.polled(.reading) == .nothing)
        #expect(state.resolved(true) == .connect)
        var lost = ConnectionState()
        _ = lost.opened(needsResolution: true)
        #expect(lost.resolved(false) == .announceBroken)
        #expect(lost.resolved(true) == .nothing)
    }

    @Test("A break is announced once, and never after closing")
    func breaking() {
        var state = ConnectionState()
        _ = state.opened(needsResolution: false)
        #expect(state.polled(.failed) == .announceBroken)
        #expect(state.broke() == .nothing)
        var closed = ConnectionState()
        _ = closed.opened(needsResolution: true)
        let closings = [closed.closed(), closed.closed()]
        #expect(closings == [true, false])
        #expect(closed.broke() == .nothing)
        #expect(closed.resolved(true) == .nothing)
    }
}
