// Transcripts of a pipelined connection: messages out, results in, what they mean.

import Testing

@testable import Postgres

@Suite("Pipeline state")
struct PipelineStateTests {
    private static let first = Ticket(index: 1)
    private static let second = Ticket(index: 2)

    /// Two transactions, the first of which prepares what both execute.
    private func twoTransactions() -> PipelineState {
        var pipeline = PipelineState()
        #expect(pipeline.use(5, []) == .prepare(number: 1))
        pipeline.sent(.prepare(queryID: 5, number: 1))
        pipeline.sent(.execute(queryID: 5, number: 1, keepsRows: false))
        pipeline.sent(.execute(queryID: 5, number: 1, keepsRows: true))
        pipeline.sent(.sync(Self.first))
        #expect(pipeline.use(5, []) == .ready(number: 1))
        pipeline.sent(.execute(queryID: 5, number: 1, keepsRows: true))
        pipeline.sent(.sync(Self.second))
        return pipeline
    }

    @Test("Each result belongs to its message, and each Sync ends its transaction")
    func inOrder() {
        var pipeline = twoTransactions()
        let transcript: [(PipelineState.Received, PipelineState.Action)] = [
            (.rows, .nothing), (.end, .nothing),
            (.rows, .nothing), (.end, .nothing),
            (.rows, .keepRows(queryID: 5, number: 1)), (.end, .nothing),
            (.synchronized, .finish(Self.first, .succeeded)),
            (.rows, .keepRows(queryID: 5, number: 1)), (.end, .nothing),
            (.synchronized, .finish(Self.second, .succeeded)),
        ]
        for (received, action) in transcript {
            #expect(pipeline.isExpectingResults)
            #expect(pipeline.received(received) == action)
        }
        #expect(!pipeline.isExpectingResults)
    }

    @Test("A failure aborts up to its Sync and no further")
    func failureStaysInside() {
        var pipeline = twoTransactions()
        let transcript: [(PipelineState.Received, PipelineState.Action)] = [
            (.rows, .nothing), (.end, .nothing),
            (.failure(.none), .keepError), (.end, .nothing),
            (.aborted, .nothing), (.end, .nothing),
            (.synchronized, .finish(Self.first, .failed)),
            (.rows, .keepRows(queryID: 5, number: 1)), (.end, .nothing),
            (.synchronized, .finish(Self.second, .succeeded)),
        ]
        for (received, action) in transcript { #expect(pipeline.received(received) == action) }
        #expect(pipeline.use(5, []) == .ready(number: 1))
    }

    /// Three reads, each of two statements, under one Sync, and a transaction after them.
    private func readsTogether() -> PipelineState {
        var pipeline = PipelineState()
        for read in 1...3 {
            pipeline.sent(.execute(queryID: 5, number: 1, keepsRows: false))
            pipeline.sent(.execute(queryID: 6, number: 2, keepsRows: true))
            pipeline.sent(.endOfRead(Ticket(index: read)))
        }
        pipeline.sent(.sync(nil))
        pipeline.sent(.execute(queryID: 5, number: 1, keepsRows: true))
        pipeline.sent(.sync(Ticket(index: 4)))
        return pipeline
    }

    @Test("A read that shares its Sync is over with its last result")
    func sharedSync() {
        var pipeline = readsTogether()
        for read in 1...3 {
            let transcript: [(PipelineState.Received, PipelineState.Action)] = [
                (.rows, .nothing), (.end, .nothing),
                (.rows, .keepRows(queryID: 6, number: 2)),
                (.end, .finish(Ticket(index: read), .succeeded)),
            ]
            for (received, action) in transcript { #expect(pipeline.received(received) == action) }
        }
        #expect(pipeline.received(.synchronized) == .nothing)
        #expect(pipeline.isExpectingResults)
    }

    @Test("A failed read fails alone: those before it are answered, those after it passed over")
    func failureUnderSharedSync() {
        var pipeline = readsTogether()
        let transcript: [(PipelineState.Received, PipelineState.Action)] = [
            (.rows, .nothing), (.end, .nothing),
            (.rows, .keepRows(queryID: 6, number: 2)),
            (.end, .finish(Ticket(index: 1), .succeeded)),
            (.failure(.none), .keepError), (.end, .nothing),
            (.aborted, .nothing), (.end, .finish(Ticket(index: 2), .failed)),
            (.aborted, .nothing), (.end, .nothing),
            (.aborted, .nothing), (.end, .finish(Ticket(index: 3), .passedOver)),
            (.synchronized, .nothing),
            (.rows, .keepRows(queryID: 5, number: 1)), (.end, .nothing),
            (.synchronized, .finish(Ticket(index: 4), .succeeded)),
        ]
        for (received, action) in transcript { #expect(pipeline.received(received) == action) }
        #expect(!pipeline.isExpectingResults)
    }

    @Test("A statement whose preparation failed is not prepared")
    func failedPreparation() {
        var pipeline = twoTransactions()
        #expect(pipeline.received(.failure(.none)) == .keepError)
        #expect(pipeline.use(5, []) == .prepare(number: 2))
    }

    @Test("A statement whose preparation was aborted is not prepared")
    func abortedPreparation() {
        var pipeline = twoTransactions()
        #expect(pipeline.use(6, []) == .prepare(number: 2))
        pipeline.sent(.prepare(queryID: 6, number: 2))
        pipeline.sent(.execute(queryID: 6, number: 2, keepsRows: true))
        for _ in 0..<3 {
            _ = pipeline.received(.rows)
            _ = pipeline.received(.end)
        }
        _ = pipeline.received(.synchronized)
        #expect(pipeline.received(.failure(.none)) == .keepError)
        _ = pipeline.received(.end)
        _ = pipeline.received(.synchronized)
        #expect(pipeline.received(.aborted) == .drop)
        #expect(pipeline.use(6, []) == .prepare(number: 3))
    }

    @Test("A stale statement is forgotten and closed, once")
    func staleStatement() {
        var pipeline = twoTransactions()
        for _ in 0..<2 {
            _ = pipeline.received(.rows)
            _ = pipeline.received(.end)
        }
        #expect(pipeline.received(.failure(.plan)) == .keepError)
        _ = pipeline.received(.end)
        #expect(pipeline.received(.synchronized) == .finish(Self.first, .failed))
        #expect(pipeline.nextToClose() == 1)
        #expect(pipeline.use(5, []) == .prepare(number: 2))
        // The second transaction meets the same stale statement; its successor stays.
        #expect(pipeline.received(.failure(.plan)) == .keepError)
        #expect(pipeline.nextToClose() == nil)
        #expect(pipeline.use(5, []) == .ready(number: 2))
    }

    @Test("When the server does not know a statement, none is believed to be prepared")
    func unknownStatement() {
        var pipeline = twoTransactions()
        #expect(pipeline.use(6, []) == .prepare(number: 2))
        for _ in 0..<2 {
            _ = pipeline.received(.rows)
            _ = pipeline.received(.end)
        }
        #expect(pipeline.received(.failure(.unknown)) == .keepError)
        #expect(pipeline.nextToClose() == 2)
        #expect(pipeline.use(5, []) == .prepare(number: 3))
        _ = pipeline.received(.end)
        _ = pipeline.received(.synchronized)
        // The second transaction fails for the same reason, which is no news.
        #expect(pipeline.received(.failure(.unknown)) == .keepError)
        #expect(pipeline.use(5, []) == .ready(number: 3))
    }

    @Test("A commit may fail after every statement succeeded")
    func failingCommit() {
        var pipeline = PipelineState()
        pipeline.sent(.execute(queryID: 1, number: 1, keepsRows: true))
        pipeline.sent(.sync(Self.first))
        let transcript: [(PipelineState.Received, PipelineState.Action)] = [
            (.rows, .keepRows(queryID: 1, number: 1)), (.end, .nothing),
            (.failure(.none), .keepError), (.end, .nothing),
            (.synchronized, .finish(Self.first, .failed)),
        ]
        for (received, action) in transcript { #expect(pipeline.received(received) == action) }
        #expect(!pipeline.isExpectingResults)
    }

    @Test("Closing statements is nobody's transaction, even when it fails")
    func housekeeping() {
        var pipeline = PipelineState()
        pipeline.sent(.closeStatement)
        pipeline.sent(.sync(nil))
        #expect(pipeline.received(.failure(.plan)) == .nothing)
        #expect(pipeline.received(.end) == .nothing)
        #expect(pipeline.received(.synchronized) == .nothing)
        pipeline.sent(.execute(queryID: 1, number: 1, keepsRows: true))
        pipeline.sent(.sync(Self.first))
        #expect(pipeline.received(.rows) == .keepRows(queryID: 1, number: 1))
    }

    @Test(
        "What makes no sense drops the connection",
        arguments: [PipelineState.Received.synchronized, .end, .unexpected, .aborted])
    func nonsense(_ received: PipelineState.Received) {
        var pipeline = twoTransactions()
        #expect(pipeline.received(received) == .drop)
        var idle = PipelineState()
        #expect(idle.received(.rows) == .drop)
    }
}
