import Glibc
import Testing

@testable import Reactor

/// Descriptors whose handlers come and go while their events are being handed out.
@Suite("A loop's descriptors")
struct DescriptorTests {
    /// Remembers its events and does something about the first.
    final class Recorder: EventHandler {
        var events: [ReadyEvents] = []
        var first: () -> Void = {}

        func ready(_ events: ReadyEvents) {
            self.events.append(events)
            if self.events.count == 1 { first() }
        }
    }

    @Test("announce what is possible already")
    func initialEvents() async throws {
        let events = try await onLoop { host in
            let (near, far) = socketPair()
            defer { for end in [near, far] { close(end) } }
            write(far, "x", 1)
            let recorder = Recorder()
            let gate = Gate<Void>()
            recorder.first = { gate.open(()) }
            try host.loop.register(near, recorder)
            await gate.wait()
            host.loop.deregister(near)
            return recorder.events
        }
        #expect(events == [[.readable, .writable]])
    }

    @Test("that are deregistered by a handler of the same turn hear nothing")
    func deregisteredInTurn() async throws {
        let calls = try await onLoop { host in
            let pairs = [socketPair(), socketPair()]
            defer { for pair in pairs { for end in [pair.0, pair.1] { close(end) } } }
            let recorders = [Recorder(), Recorder()]
            let gate = Gate<Void>()
            for (index, recorder) in recorders.enumerated() {
                recorder.first = {
                    // Whoever comes first silences the other.
                    host.loop.deregister(pairs[1 - index].0)
                    gate.open(())
                }
                try host.loop.register(pairs[index].0, recorder)
            }
            await gate.wait()
            for pair in pairs { host.loop.deregister(pair.0) }
            return recorders.map(\.events.count).sorted()
        }
        #expect(calls == [0, 1])
    }

    @Test("whose number is reused in the same turn do not inherit events")
    func reusedInTurn() async throws {
        let events = try await onLoop { host in
            let loop = host.loop
            let (first, firstFar) = socketPair()
            let (second, secondFar) = socketPair()
            for end in [firstFar, secondFar] { write(end, "x", 1) }
            let heir = Recorder()
            let gate = Gate<Void>()
            heir.first = { gate.open(()) }
            let recorders = [Recorder(), Recorder()]
            for (recorder, victim) in zip(recorders, [second, first]) {
                recorder.first = {
                    for descriptor in [first, second] { loop.deregister(descriptor) }
                    // The victim's event has been collected; its number now means another socket.
                    let (new, newFar) = socketPair()
                    dup2(new, victim)
                    close(new)
                    try? loop.register(victim, heir)
                    heir.first = {
                        close(newFar)
                        gate.open(())
                    }
                }
            }
            try loop.register(first, recorders[0])
            try loop.register(second, recorders[1])
            await gate.wait()
            for descriptor in [first, second] { loop.deregister(descriptor) }
            for end in [first, second, firstFar, secondFar] { close(end) }
            return heir.events
        }
        #expect(events == [.writable])
    }

    @Test("can be registered again after they were deregistered")
    func registeredAgain() async throws {
        let count = try await onLoop { host in
            let (near, far) = socketPair()
            defer { for end in [near, far] { close(end) } }
            let recorder = Recorder()
            try host.loop.register(near, recorder)
            host.loop.deregister(near)
            host.loop.deregister(near)
            let gate = Gate<Void>()
            recorder.first = { gate.open(()) }
            try host.loop.register(near, recorder)
            await gate.wait()
            host.loop.deregister(near)
            return recorder.events.count
        }
        #expect(count == 1)
    }

    @Test("that the kernel cannot watch are refused")
    func refused() async throws {
        let error = try await onLoop { host in
            let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
            defer { close(file) }
            return #expect(throws: SystemError.self) {
                try host.loop.register(file, Recorder())
            }
        }
        #expect(error?.call == "epoll_ctl")
        #expect(error?.code == EPERM)
    }
}
