// Bytes on their way to a slow reader.

import Glibc
import Testing

@testable import Reactor

@Suite("An output sink")
struct OutputSinkTests {
    /// The reading and the writing end of a pipe.
    private static func pipeEnds() -> (CInt, CInt) {
        var ends: [CInt] = [-1, -1]
        precondition(pipe(&ends) == 0, "pipe: \(errno)")
        return (ends[0], ends[1])
    }

    @Test("writes chunks whole and in order")
    func order() {
        let (reader, writer) = Self.pipeEnds()
        let sink = OutputSink(descriptor: writer, bytesMax: 1 << 20)
        for number in 0..<100 { sink.write(Array("\(number)\n".utf8)) }
        #expect(sink.flush(within: .seconds(10)))
        close(writer)
        let lines = String(decoding: readToEnd(reader), as: UTF8.self)
        #expect(lines == (0..<100).map { "\($0)\n" }.joined())
        #expect(sink.lostCount == 0)
        close(reader)
    }

    @Test("loses and counts what a stuck reader leaves no room for, and goes on later")
    func stuckReader() {
        let (reader, writer) = Self.pipeEnds()
        let sink = OutputSink(descriptor: writer, bytesMax: 1 << 20)
        let chunk = [UInt8](repeating: 65, count: 1 << 18)
        for _ in 0..<10 { sink.write(chunk) }
        #expect(!sink.flush(within: .zero))
        #expect(sink.lostCount == 6)
        var left = 4 << 18
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while left > 0 { left -= read(reader, &buffer, buffer.count) }
        #expect(sink.flush(within: .seconds(10)))
        sink.write([66])
        #expect(sink.flush(within: .seconds(10)))
        #expect(sink.lostCount == 6)
        for end in [reader, writer] { close(end) }
    }

    @Test("counts what is written for a reader that is gone")
    func brokenReader() {
        let (reader, writer) = Self.pipeEnds()
        close(reader)
        let sink = OutputSink(descriptor: writer, bytesMax: 1 << 20)
        sink.write([65])
        #expect(sink.flush(within: .seconds(10)))
        sink.write([66])
        #expect(sink.lostCount == 2)
        close(writer)
    }

    @Test("gets a loop's lines together, after a while or when they are many")
    func buffer() async throws {
        let (near, far) = socketPair()
        let sink = OutputSink(descriptor: near, bytesMax: 1 << 20)
        try await onLoop { host in
            let input = try Stream(adopting: far, on: host.loop)
            let buffer = OutputBuffer(sink: sink, loop: host.loop, delay: .milliseconds(1))
            for _ in 0..<2 {
                buffer.append { $0 += Array("one ".utf8) }
                buffer.append { $0 += Array("two".utf8) }
                #expect(try await input.receiveBytes() == Array("one two".utf8))
            }
            let many = [UInt8](repeating: 65, count: OutputBuffer.bytesMax)
            let patient = OutputBuffer(sink: sink, loop: host.loop, delay: .seconds(60))
            patient.append { $0 += many }
            var count = 0
            while count < many.count {
                count += try await input.receiveBytes()?.count ?? many.count
            }
            #expect(count == many.count)
        }
        close(near)
    }
}
