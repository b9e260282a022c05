// One turn of the loop, from Dispatch saying that something is ready to nothing being left.

import Dispatch
import Glibc
import Synchronization

extension EventLoop {
    /// How long a turn that found work waits inside the kernel for more before it ends.
    ///
    /// While requests keep coming, the way through Dispatch's own thread is saved that way:
    /// measured with one connection, 9 µs of processor time a request instead of 14 with a
    /// millisecond, and 20 or more without. An idle loop sleeps in Dispatch. Alarm and bell are in
    /// the set, and nothing but turns is on the queue, so nobody has to wait for the end of this.
    private static let lingerMilliseconds: CInt = 10

    /// After how many looks at the set a busy turn ends, so that Dispatch may get a word in.
    private static let looksPerTurnMax = 4096

    /// Handles everything there is; called by the queue, never by itself.
    func turn() {
        turnThread.store(UInt(pthread_self()), ordering: .relaxed)
        var looks = 0
        var foundWork = true
        while foundWork && looks < Self.looksPerTurnMax {
            let isFirst = looks == 0
            foundWork = look(waitingFor: isFirst || !ready.isEmpty ? 0 : Self.lingerMilliseconds)
            looks += 1
        }
        // What is left must not wait for the next event.
        if !ready.isEmpty { isStopped ? queue.async { [self] in turn() } : poller.ring() }
        turnThread.store(0, ordering: .relaxed)
    }

    /// Collects events, dispatches them and does all that follows; returns whether there was any.
    private func look(waitingFor milliseconds: CInt) -> Bool {
        let count = isStopped ? 0 : poller.wait(milliseconds: milliseconds)
        now = .current()
        cachedWallTime = nil
        for index in 0..<count {
            guard let event = poller.event(at: index), let handler = slots.handler(of: event) else {
                continue
            }
            handler.ready(event.events)
        }
        inbox.empty(into: &ready)
        let hadWork = !ready.isEmpty
        runReadyWork()
        let fired = fireDeadlines()
        if fired { runReadyWork() }
        setAlarm()
        return count > 0 || hadWork || fired
    }

    private func fireDeadlines() -> Bool {
        if alarmAt <= now { alarmAt = .distantFuture }
        // Bounded, because a callback may arm its deadline for a time that has come already.
        let countMax = deadlines.count
        var count = 0
        while count < countMax, let deadline = deadlines.popDue(at: now) {
            deadline.fire()
            count += 1
        }
        return count > 0
    }

    private func setAlarm() {
        guard let next = deadlines.nextKey, next < alarmAt else { return }
        alarmAt = next
        poller.setAlarm(to: next)
    }
}
