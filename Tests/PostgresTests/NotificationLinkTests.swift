// Notifications from a real server, and what a link says when they can't be relied on.

import Postgres
import Reactor
import Testing

@Suite(
    "Notification link",
    .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct NotificationLinkTests {
    /// A link on a loop of its own, whose events are read as a sequence.
    actor Listener {
        nonisolated let loop: EventLoop
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
        nonisolated let events: AsyncStream<NotificationLink.Event>
        private let link: NotificationLink

        init(_ url: String) async throws {
            loop = try EventLoop(name: "test.listener")
            let (events, continuation) = AsyncStream.makeStream(of: NotificationLink.Event.self)
            self.events = events
            var configuration = NotificationLink.Configuration()
            configuration.heartbeatInterval = .milliseconds(20)
            configuration.heartbeatTimeout = .milliseconds(500)
            configuration.connectTimeout = .milliseconds(200)
            link = try NotificationLink(
                loop: loop, url: url, channels: ["revoked", "tenant"], configuration: configuration
            ) { continuation.yield($0) }
        }

        func start() { link.start() }

        func close() {
            link.close()
            loop.stop()
        }
    }

    @Test("Up, then every notification of the channels it listens on")
    func notifications() async throws {
        try await TestDatabase.with { database in
            let listener = try await Listener(database.url)
            await listener.start()
            var events = listener.events.makeAsyncIterator()
            #expect(await events.next() == .up)
            let owner = try await Session.connect(database.url)
            try await owner.execute(
                script: "NOTIFY other, 'no'; NOTIFY revoked, 'abc'; NOTIFY tenant")
            #expect(await events.next() == .notification(channel: "revoked", payload: "abc"))
            #expect(await events.next() == .notification(channel: "tenant", payload: ""))
            await owner.close()
            await listener.close()
            #expect(await events.next() == .down)
        }
    }

    @Test("Down as soon as the connection is cut, up again by itself")
    func cut() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            let listener = try await Listener(
                TestDatabase.adding(proxy.parameters, to: database.url))
            await listener.start()
            var events = listener.events.makeAsyncIterator()
            #expect(await events.next() == .up)
            proxy.cut()
            #expect(await events.next() == .down)
            #expect(await events.next() == .up)
            await listener.close()
        }
    }

    @Test("Down when the server no longer answers, though the connection stays")
    func silence() async throws {
        try await TestDatabase.with { database in
            let proxy = try FaultProxy(url: database.url)
            let listener = try await Listener(
                TestDatabase.adding(proxy.parameters, to: database.url))
            await listener.start()
            var events = listener.events.makeAsyncIterator()
            #expect(await events.next() == .up)
            proxy.hang(true)
            #expect(await events.next() == .down)
            proxy.hang(false)
            #expect(await events.next() == .up)
            await listener.close()
        }
    }
}
