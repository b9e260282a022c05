// One connection: input, output, deadlines and ends.

import Glibc
import Testing

@testable import Reactor

@Suite("A stream")
struct StreamTests {
    @Test("receives what the other end sends, and then the end of input")
    func echo() async throws {
        let received = try await onLoop { host in
            let (near, far) = try host.streams()
            try await far.send(Array("hello".utf8))
            far.close()
            return try await near.receiveToEnd()
        }
        #expect(received == Array("hello".utf8))
    }

    @Test("passes megabytes through a buffer of kilobytes to a slow reader")
    func slowReader() async throws {
        let sent = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let isEqual = try await onLoop { host in
            let (near, far) = socketPair()
            shrinkBuffer(SO_SNDBUF, of: near)
            let sender = try Stream(adopting: near, on: host.loop)
            let reader = try Stream(adopting: far, on: host.loop)
            host.start(with: sender) { _, sender in
                try? await sender.send(sent)
                sender.close()
            }
            return try await reader.receiveToEnd() == sent
        }
        #expect(isEqual)
    }

    @Test("carries what an echo sends back")
    func bothDirections() async throws {
        let count = try await onLoop { host in
            let (here, there) = socketPair()
            let near = try Stream(adopting: here, on: host.loop)
            host.start(with: try Stream(adopting: there, on: host.loop)) { _, echo in
                while let bytes = try? await echo.receiveBytes() { try? await echo.send(bytes) }
            }
            var count = 0
            for _ in 0..<64 {
                try await near.send([UInt8](repeating: 7, count: 1 << 14))
                let end = count + (1 << 14)
                while count < end, let bytes = try await near.receiveBytes() {
                    count += bytes.count
                }
            }
            return count
        }
        #expect(count == 1 << 20)
    }

    @Test("can still send when the other end has finished sending")
    func halfClosed() async throws {
        let (near, far) = socketPair()
        defer { close(far) }
        shutdown(far, CInt(SHUT_WR))
        try await onLoop { host in
            let stream = try Stream(adopting: near, on: host.loop)
            #expect(try await stream.receiveToEnd() == [])
            try await stream.send(Array("late".utf8))
        }
        #expect(readToEnd(far) == Array("late".utf8))
    }

    @Test("hears that its deadline passed while it was receiving")
    func receivingTooLong() async throws {
        let error = try await onLoop { host in
            let (near, far) = try host.streams()
            near.deadline = host.loop.now + .milliseconds(2)
            defer { far.close() }
            return await failure { () throws(StreamError) in _ = try await near.receiveBytes() }
        }
        #expect(error == .deadlinePassed)
    }

    @Test("hears that its deadline passed while it was sending")
    func sendingTooLong() async throws {
        let error = try await onLoop { host in
            let (near, far) = try host.streams()
            near.deadline = host.loop.now + .milliseconds(2)
            defer { far.close() }
            return await failure { () throws(StreamError) in
                try await near.send([UInt8](repeating: 0, count: 8 << 20))
            }
        }
        #expect(error == .deadlinePassed)
    }

    @Test("gains no time from a peer that always has more")
    func deadlineBeatsInput() async throws {
        let error = try await onLoop { host in
            let (near, far) = try host.streams()
            try await far.send([1])
            near.deadline = host.loop.now
            return await failure { () throws(StreamError) in _ = try await near.receiveBytes() }
        }
        #expect(error == .deadlinePassed)
    }

    @Test("goes on after a deadline that was moved")
    func deadlineMoved() async throws {
        let received = try await onLoop { host in
            let (near, far) = try host.streams()
            near.deadline = host.loop.now
            near.deadline = nil
            #expect(near.deadline == nil)
            near.deadline = host.loop.now + .seconds(60)
            try await far.send([1])
            return try await near.receiveBytes()
        }
        #expect(received == [1])
    }

    @Test("that is closed while it waits says so, and again later")
    func closedWhileWaiting() async throws {
        try await onLoop { host in
            let (near, far) = try host.streams()
            let shared = Shared(near)
            host.start(with: ()) { _, _ in shared.value.close() }
            #expect(
                await failure { () throws(StreamError) in _ = try await near.receiveBytes() }
                    == .closed)
            #expect(await failure { () throws(StreamError) in try await near.send([1]) } == .closed)
            #expect(try await far.receiveBytes() == nil)
        }
    }

    @Test("hears of a reset")
    func reset() async throws {
        let sockets = try ListeningSocket.open(.internet(IPAddress(v4: 0x7F00_0001), port: 0))
        let error = try await onLoop { host in
            let (stream, client) = try await host.accept(from: sockets[0])
            resetConnection(client)
            return await failure { () throws(StreamError) in _ = try await stream.receiveBytes() }
        }
        #expect(error == .reset)
    }

    @Test("hears of a reader that is gone, and the process survives it")
    func brokenPipe() async throws {
        let error = try await onLoop { host in
            let (near, far) = try host.streams()
            far.close()
            return await failure { () throws(StreamError) in try await near.send([1]) }
        }
        #expect(error == .reset)
    }

    @Test("that nobody keeps is closed", arguments: [true, false])
    func dropped(onLoopThread: Bool) async throws {
        let (near, far) = socketPair()
        defer { close(far) }
        #expect(fcntl(far, F_SETFL, 0) == 0)
        let kept = try await onLoop { host -> Shared<Stream?> in
            let stream = Shared<Stream?>(try Stream(adopting: near, on: host.loop))
            if onLoopThread { stream.value = nil }
            return stream
        }
        kept.value = nil
        #expect(readToEnd(far) == [])
    }

    @Test("that finishes delivers its answer to a peer that is still sending")
    func finishes() async throws {
        let sockets = try ListeningSocket.open(.internet(IPAddress(v4: 0x7F00_0001), port: 0))
        let answer = [UInt8](repeating: 65, count: 1000)
        let received = try await onLoop { host in
            let (stream, client) = try await host.accept(from: sockets[0])
            let peer = try Stream(adopting: client, on: host.loop)
            // Far more than both buffers hold, so that sending goes on after the answer.
            let body = [UInt8](repeating: 0, count: 12 << 20)
            // One stream waits for one thing at a time, so another one sends.
            let shared = Shared(try Stream(adopting: dup(client), on: host.loop))
            let gate = Gate<Bool>()
            let sent = Shared(gate)
            host.start(with: ()) { _, _ in
                sent.value.open((try? await shared.value.send(body)) != nil)
                shutdown(client, CInt(SHUT_WR))
            }
            try await stream.send(answer)
            stream.finish()
            let received = try await peer.receiveToEnd()
            #expect(await gate.wait())
            return received
        }
        #expect(received == answer)
    }

    @Test("that finished is closed for its owner")
    func finished() async throws {
        try await onLoop { host in
            let (near, far) = try host.streams()
            near.finish()
            #expect(await failure { () throws(StreamError) in try await near.send([1]) } == .closed)
            #expect(try await far.receiveBytes() == nil)
            #expect(host.loop.lingeringCount == 1)
            far.close()
        }
    }
}

/// What `body` throws; unlike `#expect(throws:)` it does not suspend before `body` does.
private func failure(of body: () async throws(StreamError) -> Void) async -> StreamError? {
    do throws(StreamError) {
        try await body()
        return nil
    } catch {
        return error
    }
}

/// Closes a TCP socket such that the other end gets a reset.
private func resetConnection(_ descriptor: CInt) {
    var option = linger(l_onoff: 1, l_linger: 0)
    let size = socklen_t(MemoryLayout<linger>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, size)
    close(descriptor)
}

extension LoopHost {
    /// Two connected streams of this loop.
    func streams() throws -> (Stream, Stream) {
        let (near, far) = socketPair()
        return (try Stream(adopting: near, on: loop), try Stream(adopting: far, on: loop))
    }

    /// A connection to a listening socket: the accepted stream and the client's descriptor.
    func accept(from socket: ListeningSocket) async throws -> (Stream, CInt) {
        let gate = Gate<Void>()
        var accepted: [Stream] = []
        let listener = try Listener(socket, on: loop) { stream, _ in
            accepted.append(stream)
            gate.open(())
        }
        let client = connectedSocket(to: socket.address)
        await gate.wait()
        listener.close()
        return (accepted[0], client)
    }
}
