// Every operation as conversations on file, success and errors to the byte.

import Dialects
import Foundation
import GatewaySupport
import Testing

@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct TranscriptTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    static let names = DialectName.allCases.map(\.rawValue).flatMap { dialect in
        let path = folder.appending(path: dialect).path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted().map { "\(dialect)/\($0)" }
    }

    @Test("the conversation is the one on file; UPDATE_GOLDEN=1 writes it", arguments: names)
    func conversation(_ name: String) async throws {
        let gateway = try TestGateway.shared
        let file = Self.folder.appending(path: name)
        let expected = try Transcript(String(contentsOf: file, encoding: .utf8))
        var values =
            name.hasPrefix("\(DialectName.oauth2.rawValue)/")
            ? try await TranscriptStage.setFlows(in: gateway.database)
            : try await TranscriptStage.set(in: gateway.database)
        var actual = expected
        for (index, exchange) in expected.exchanges.enumerated() {
            let response = try await gateway.answer(exchange.request(values))
            let answer = TranscriptAnswer(response, values)
            values.merge(answer.noted) { $1 }
            actual.exchanges[index] = Transcript.Exchange(
                title: exchange.title, request: exchange.request, response: answer.text)
        }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(actual.text.utf8).write(to: file)
        } else {
            #expect(difference(actual.text, from: expected.text) == nil)
        }
    }

    @Test("every operation has its conversations")
    func files() {
        #expect(Self.names.count == 46)
    }
}
