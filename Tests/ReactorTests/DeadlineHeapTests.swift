// The order in which deadlines fall due.

import Testing

@testable import Reactor

@Suite("The heap of deadlines")
struct DeadlineHeapTests {
    let loop: EventLoop

    init() throws {
        loop = try EventLoop(name: "heap")
    }

    private func deadline(_ nanoseconds: Int64) -> Deadline {
        Deadline(due: Instant(nanoseconds: nanoseconds), loop: loop) {}
    }

    private func popAll(_ heap: inout DeadlineHeap, at nanoseconds: Int64) -> [Int64] {
        var dues: [Int64] = []
        while let next = heap.popDue(at: Instant(nanoseconds: nanoseconds)) {
            dues.append(next.due.nanoseconds)
        }
        return dues
    }

    @Test("gives back many deadlines in the order of their time")
    func order() {
        defer { loop.stop() }
        var random = SystemRandomNumberGenerator()
        let times = (0..<5000).map { _ in Int64.random(in: 0..<1000, using: &random) }
        var heap = DeadlineHeap()
        for time in times { heap.arm(deadline(time)) }
        #expect(popAll(&heap, at: 1000) == times.sorted())
        #expect(heap.count == 0)
    }

    @Test("keeps what is not due yet")
    func notDue() {
        defer { loop.stop() }
        var heap = DeadlineHeap()
        for time: Int64 in [30, 10, 20] { heap.arm(deadline(time)) }
        #expect(popAll(&heap, at: 20) == [10, 20])
        #expect(heap.nextKey == Instant(nanoseconds: 30))
    }

    @Test("looks at a postponed deadline at its old time and gives it back at its new one")
    func postponed() {
        defer { loop.stop() }
        var heap = DeadlineHeap()
        let moved = deadline(10)
        heap.arm(moved)
        heap.arm(deadline(15))
        moved.due = Instant(nanoseconds: 20)
        heap.arm(moved)
        #expect(heap.nextKey == Instant(nanoseconds: 10))
        #expect(popAll(&heap, at: 12) == [])
        #expect(heap.nextKey == Instant(nanoseconds: 15))
        #expect(popAll(&heap, at: 20) == [15, 20])
    }

    @Test("gives back a deadline that was brought forward at its new time")
    func broughtForward() {
        defer { loop.stop() }
        var heap = DeadlineHeap()
        let moved = deadline(30)
        for time: Int64 in [10, 20] { heap.arm(deadline(time)) }
        heap.arm(moved)
        moved.due = Instant(nanoseconds: 5)
        heap.arm(moved)
        #expect(popAll(&heap, at: 30) == [5, 10, 20])
    }

    @Test("holds nothing of a cancelled deadline", arguments: [0, 1, 250, 498, 499])
    func cancelled(index: Int) {
        defer { loop.stop() }
        var heap = DeadlineHeap()
        let all = (0..<500).map { deadline(Int64($0 * 7 % 500)) }
        for entry in all { heap.arm(entry) }
        heap.remove(all[index])
        #expect(heap.count == 499)
        let expected = all.indices.filter { $0 != index }.map { all[$0].due.nanoseconds }
        #expect(popAll(&heap, at: 500) == expected.sorted())
    }

    @Test("does not take what never comes")
    func distant() {
        defer { loop.stop() }
        var heap = DeadlineHeap()
        heap.arm(Deadline(due: .distantFuture, loop: loop) {})
        #expect(heap.count == 0)
    }
}
