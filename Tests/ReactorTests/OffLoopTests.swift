// Work that must not run on a loop.

import Glibc
import Synchronization
import Testing

@testable import Reactor

@Suite("Work off the loop")
struct OffLoopTests {
    struct Refused: Error, Equatable {}

    @Test("runs elsewhere and returns home")
    func runsElsewhere() async throws {
        let offLoop = OffLoop(name: "work", threadCountMax: 2, waitingCountMax: 10)
        let (elsewhere, home) = try await onLoop { host in
            let loop = host.loop
            let isElsewhere = try await offLoop.run { !loop.isCurrent }
            return (isElsewhere, host.loop.isCurrent)
        }
        #expect(elsewhere)
        #expect(home)
    }

    @Test("passes errors on")
    func throwing() async throws {
        let offLoop = OffLoop(name: "work", threadCountMax: 1, waitingCountMax: 1)
        await #expect(throws: Refused()) { try await offLoop.run { throw Refused() } }
        #expect(try await offLoop.run { 1 } == 1)
    }

    @Test("is done by no more threads than allowed, in any amount")
    func bounded() async throws {
        let offLoop = OffLoop(name: "work", threadCountMax: 2, waitingCountMax: 1000)
        let running = Counter()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<500 {
                group.addTask {
                    try await offLoop.run {
                        running.enter()
                        defer { running.leave() }
                        return number
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 499 * 500 / 2)
        #expect(running.countMax <= 2)
        #expect(offLoop.waitingCount == 0)
    }

    @Test("is refused at once when the line is full")
    func queueFull() async throws {
        let offLoop = OffLoop(name: "work", threadCountMax: 1, waitingCountMax: 1)
        // Work blocks on a pipe until its writing end is closed.
        var ends: [CInt] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        defer { close(reader) }
        let results = try await onLoop { host in
            let loop = host.loop
            let results = Shared<[Bool]>([])
            let finished = Shared(Gate<Void>())
            let entered = Shared(Gate<Void>())
            let work: @Sendable () async -> Void = {
                let result = try? await offLoop.run {
                    loop.execute { entered.value.open(()) }
                    return readToEnd(reader)
                }
                results.value.append(result != nil)
                if results.value.count == 3 { finished.value.open(()) }
            }
            host.start(with: ()) { _, _ in await work() }
            await entered.value.wait()
            // One more waits in line; the third does not fit.
            host.start(with: ()) { _, _ in await work() }
            host.start(with: ()) { _, _ in
                await work()
                close(writer)
            }
            await finished.value.wait()
            return results.value
        }
        #expect(results == [false, true, true])
    }
}

private final class Counter: Sendable {
    private let counts = Mutex((now: 0, max: 0))

    var countMax: Int { counts.withLock { $0.max } }

    func enter() {
        counts.withLock { counts in
            counts.now += 1
            counts.max = max(counts.max, counts.now)
        }
    }

    func leave() {
        counts.withLock { $0.now -= 1 }
    }
}
