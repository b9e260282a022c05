// Connections from their first octet to their end, as transcripts of events and actions.

import HTTPWire
import Testing

@Suite struct ConnectionStateTests {
    @Test func twoRequestsAndAQuietEnd() {
        var state = ConnectionState()
        #expect(state.opened() == .receive(.idle))
        #expect(state.isIdle)
        #expect(state.moreNeeded(in: .head) == .receive(.head))
        #expect(!state.isIdle)
        #expect(state.moreNeeded(in: .head) == .receiveMore)
        #expect(state.moreNeeded(in: .body) == .receive(.body))
        #expect(state.moreNeeded(in: .body) == .receiveMore)
        #expect(state.requestReceived(keepsAlive: true) == .serve)
        #expect(state.responseReady() == true)
        #expect(state.responseSent() == .decode)
        #expect(state.requestReceived(keepsAlive: true) == .serve)
        #expect(state.responseReady() == true)
        #expect(state.responseSent() == .decode)
        #expect(state.isIdle)
        #expect(state.moreNeeded(in: .idle) == .receive(.idle))
        #expect(state.deadlinePassed() == .close)
    }

    @Test("The next request's head has a deadline of its own")
    func headOfPipelinedRequest() {
        var state = ConnectionState()
        #expect(state.moreNeeded(in: .head) == .receive(.head))
        #expect(state.requestReceived(keepsAlive: true) == .serve)
        #expect(state.responseReady() == true)
        #expect(state.responseSent() == .decode)
        #expect(state.moreNeeded(in: .head) == .receive(.head))
    }

    @Test func clientThatWantsToClose() {
        var state = ConnectionState()
        #expect(state.requestReceived(keepsAlive: false) == .serve)
        #expect(state.responseReady() == false)
        #expect(state.responseSent() == .finish)
        #expect(state.deadlinePassed() == .close)
    }

    @Test func lastRequestOfAConnection() {
        var state = ConnectionState(requestsMax: 2)
        #expect(state.requestReceived(keepsAlive: true) == .serve)
        #expect(state.responseReady() == true)
        #expect(state.responseSent() == .decode)
        #expect(state.requestReceived(keepsAlive: true) == .serve)
        #expect(state.responseReady() == false)
        #expect(state.responseSent() == .finish)
    }

    @Test(arguments: [RequestDecoder.Phase.head, .body])
    func requestThatDoesNotArriveInTime(phase: RequestDecoder.Phase) {
        var state = ConnectionState()
        _ = state.opened()
        _ = state.moreNeeded(in: phase)
        #expect(state.deadlinePassed() == .refuse(.requestTimeout))
        #expect(state.responseSent() == .finish)
        #expect(state.inputEnded() == .close)
    }

    @Test func malformedRequest() {
        var state = ConnectionState()
        _ = state.opened()
        #expect(state.requestRefused(.missingHost) == .refuse(.missingHost))
        #expect(state.responseSent() == .finish)
        #expect(state.deadlinePassed() == .close)
    }

    @Test func clientThatWaitsForContinue() {
        var state = ConnectionState()
        _ = state.moreNeeded(in: .head)
        #expect(state.continueExpected() == .sendContinue)
        #expect(state.moreNeeded(in: .body) == .receive(.body))
        #expect(state.requestReceived(keepsAlive: true) == .serve)
    }

    @Test(arguments: [RequestDecoder.Phase.idle, .head, .body])
    func clientThatLeaves(phase: RequestDecoder.Phase) {
        var state = ConnectionState()
        _ = state.moreNeeded(in: phase)
        #expect(state.inputEnded() == .close)
    }

    @Test func drainWhileIdle() {
        var state = ConnectionState()
        _ = state.opened()
        #expect(state.drainStarted() == .close)
    }

    @Test func drainWhileReceiving() {
        var state = ConnectionState()
        _ = state.moreNeeded(in: .head)
        #expect(state.drainStarted() == nil)
        #expect(state.moreNeeded(in: .head) == .receiveMore)
        #expect(state.requestReceived(keepsAlive: true) == .serve)
        #expect(state.responseReady() == false)
        #expect(state.responseSent() == .finish)
    }

    @Test("A response that was promised another request gets it, and that is the last")
    func drainWhileResponding() {
        var state = ConnectionState()
        _ = state.requestReceived(keepsAlive: true)
        #expect(state.responseReady() == true)
        #expect(state.drainStarted() == nil)
        #expect(state.responseSent() == .decode)
        var pipelined = state
        #expect(state.moreNeeded(in: .idle) == .close)
        #expect(pipelined.requestReceived(keepsAlive: true) == .serve)
        #expect(pipelined.responseReady() == false)
    }

    @Test func clientThatDoesNotReadItsResponse() {
        var state = ConnectionState()
        _ = state.requestReceived(keepsAlive: true)
        _ = state.responseReady()
        #expect(state.deadlinePassed() == .close)
    }
}
