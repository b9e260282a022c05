// The loop: who runs when, and on which thread.

import Glibc
import Testing

@testable import Reactor

@Suite("An event loop")
struct EventLoopTests {
    @Test("runs what other threads hand over, in their order, on itself")
    func executes() async throws {
        let loop = try EventLoop(name: "test")
        defer { loop.stop() }
        #expect(!loop.isCurrent)
        let order = await withUnsafeContinuation { continuation in
            let seen = Shared<[Int]>([])
            for number in 0..<1000 {
                loop.execute {
                    precondition(loop.isCurrent, "executed elsewhere")
                    seen.value.append(number)
                    if number == 999 { continuation.resume(returning: seen.value) }
                }
            }
        }
        #expect(order == Array(0..<1000))
    }

    @Test("does not run what it hands to itself before it returns")
    func executesLater() async throws {
        let order = try await onLoop { host in
            let seen = Shared<[String]>([])
            let gate = Gate<Void>()
            let done = Shared(gate)
            host.loop.execute {
                seen.value.append("later")
                done.value.open(())
            }
            seen.value.append("now")
            await gate.wait()
            return seen.value
        }
        #expect(order == ["now", "later"])
    }

    @Test("takes work from many threads at once without losing any")
    func executesFromManyThreads() async throws {
        let loop = try EventLoop(name: "test")
        defer { loop.stop() }
        let sum = await withUnsafeContinuation { continuation in
            let count = Shared(0)
            for _ in 0..<8 {
                Task.detached {
                    for _ in 0..<500 {
                        loop.execute {
                            count.value += 1
                            if count.value == 4000 { continuation.resume(returning: count.value) }
                        }
                    }
                }
            }
        }
        #expect(sum == 4000)
    }

    @Test("keeps two actors on its thread when they call one another")
    func actorsShareThread() async throws {
        let threads = try await onLoop { host in
            let other = LoopHost(host.loop)
            var threads: Set<UInt> = [UInt(pthread_self())]
            for _ in 0..<100 {
                threads.insert(await other.thread())
                threads.insert(UInt(pthread_self()))
            }
            return threads.count
        }
        #expect(threads == 1)
    }

    @Test("resumes a task that waited for a descriptor on itself")
    func resumesOnLoop() async throws {
        let stayed = try await onLoop { host in
            let (near, far) = socketPair()
            let stream = try Stream(adopting: near, on: host.loop)
            host.start(with: try Stream(adopting: far, on: host.loop)) { host, echo in
                while let bytes = try? await echo.receiveBytes() { try? await echo.send(bytes) }
            }
            for _ in 0..<100 {
                try await stream.send([1])
                _ = try await stream.receiveBytes()
                host.preconditionIsolated()
                guard host.loop.isCurrent else { return false }
            }
            return true
        }
        #expect(stayed)
    }

    @Test("resumes the tasks it started before it does anything that comes later")
    func startedTasks() async throws {
        let loop = try EventLoop(name: "test")
        defer { loop.stop() }
        let order = await withUnsafeContinuation { continuation in
            loop.startTask(of: LoopHost(loop)) { host in
                let seen = Shared<[String]>([])
                for _ in 0..<50 {
                    await withUnsafeContinuation { waiter in
                        host.loop.execute {
                            waiter.resume()
                            // A task that went round through the thread pool would come after this.
                            loop.execute { seen.value.append("later") }
                        }
                    }
                    seen.value.append("task")
                }
                loop.execute { continuation.resume(returning: seen.value) }
            }
        }
        #expect(order == (0..<50).flatMap { _ in ["task", "later"] })
    }

    @Test("tells its actors and nobody else that they are isolated")
    func isolation() async throws {
        let loop = try EventLoop(name: "test")
        defer { loop.stop() }
        #expect(loop.isIsolatingCurrentContext() == false)
        #expect(await LoopHost(loop).isIsolated() == true)
    }

    @Test("fires deadlines in their order")
    func deadlines() async throws {
        let order = try await onLoop { host in
            let seen = Shared<[Int]>([])
            let gate = Gate<Void>()
            var kept: [Deadline] = []
            for delay in [3, 1, 2, 0] {
                kept.append(
                    host.loop.schedule(after: .milliseconds(delay)) {
                        seen.value.append(delay)
                        if delay == 3 { gate.open(()) }
                    })
            }
            await gate.wait()
            return seen.value
        }
        #expect(order == [0, 1, 2, 3])
    }

    @Test("fires a postponed deadline late and a cancelled one never")
    func movedDeadlines() async throws {
        let order = try await onLoop { host in
            let seen = Shared<[String]>([])
            let gate = Gate<Void>()
            let start = host.loop.now
            let postponed = host.loop.schedule(after: .milliseconds(1)) {
                seen.value.append("postponed")
                gate.open(())
            }
            let cancelled = host.loop.schedule(after: .milliseconds(1)) {
                seen.value.append("cancelled")
            }
            let forward = host.loop.schedule(after: .seconds(60)) { seen.value.append("forward") }
            postponed.postpone(after: .milliseconds(5))
            forward.postpone(to: start + .milliseconds(2))
            cancelled.cancel()
            await gate.wait()
            #expect(host.loop.now - start >= .milliseconds(5))
            return seen.value
        }
        #expect(order == ["forward", "postponed"])
    }

    @Test("fires a deadline again that is armed again, even for now")
    func repeatedDeadline() async throws {
        let count = try await onLoop { host in
            let gate = Gate<Int>()
            let count = Shared(0)
            let slot = Shared<Deadline?>(nil)
            slot.value = host.loop.schedule(after: .zero) {
                count.value += 1
                if count.value == 50 {
                    gate.open(count.value)
                } else {
                    slot.value?.postpone(after: .zero)
                }
            }
            defer { slot.value = nil }
            return await gate.wait()
        }
        #expect(count == 50)
    }

    @Test("lets actors run after it was stopped, and closes its streams")
    func stopped() async throws {
        let loop = try EventLoop(name: "test")
        let host = LoopHost(loop)
        let (near, far) = socketPair()
        defer { close(far) }
        let error: StreamError? = await withUnsafeContinuation { continuation in
            loop.startTask(of: host, with: continuation) { host, continuation in
                do {
                    let stream = try Stream(adopting: near, on: host.loop)
                    host.loop.stop()
                    _ = try await stream.receiveBytes()
                    continuation.resume(returning: nil)
                } catch {
                    continuation.resume(returning: error as? StreamError)
                }
            }
        }
        #expect(error == .closed)
        #expect(await host.isIsolated() == true)
        #expect(readToEnd(far) == [])
    }
}

extension LoopHost {
    func thread() -> UInt { UInt(pthread_self()) }

    func isIsolated() -> Bool? { loop.isIsolatingCurrentContext() }
}
