// Clients that keep asking while something is done to the gateway or to the database behind it.

import GatewaySupport
import JSONWire
import Synchronization

/// What clients were answered, by status; and whatever was not as it should be.
struct Answers: Sendable {
    private(set) var counts: [Int: Int] = [:]
    private(set) var oddities: [String] = []

    subscript(status: Int) -> Int { counts[status] ?? 0 }

    var statuses: Set<Int> { Set(counts.keys) }

    mutating func note(_ response: HTTPResponse) {
        counts[response.status, default: 0] += 1
        guard response.status >= 500 else { return }
        if response.json?["message"]?.string == nil { oddities.append(response.essence) }
        if response.status == 503, response["Retry-After"] != "1" {
            oddities.append(response.essence)
        }
    }

    mutating func noteOddity(_ text: String) { oddities.append(text) }
}

/// Some clients, each with a connection of its own, that repeat a request until they are told to
/// stop.
///
/// A connection that ends, or an answer that does not come, is an oddity.
final class Load: Sendable {
    private struct State {
        var answers = Answers()
        /// How many answers each client has had.
        var counts: [Int]
        var isOver = false
    }

    private let state: Mutex<State>

    private init(clients: Int) {
        state = Mutex(State(counts: Array(repeating: 0, count: clients)))
    }

    /// What came so far.
    var answers: Answers { state.withLock { $0.answers } }

    /// Waits until so many more answers of that status have come; false when they never do.
    func sees(_ count: Int, more status: Int) async -> Bool {
        let wanted = answers[status] + count
        return await becomesTrue { self.answers[status] >= wanted }
    }

    /// Waits until whatever was asked before this has been answered; false when it never is.
    func hasAnsweredWhatIsAsked() async -> Bool {
        // A client's second answer from now on is to a request that it made after now.
        let wanted = state.withLock { $0.counts.map { $0 + 2 } }
        return await becomesTrue {
            self.state.withLock { zip($0.counts, wanted).allSatisfy { $0 >= $1 } }
        }
    }

    /// Runs `body` while clients ask; returns what they were answered.
    ///
    /// `check` says what is wrong with an answer of status 200.
    static func with(
        _ request: HTTPRequest, on gateway: TestGateway, clients: Int = 4,
        check: @escaping @Sendable (HTTPResponse) -> String? = { _ in nil },
        _ body: (Load) async throws -> Void
    ) async throws -> Answers {
        let load = Load(clients: clients)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<clients {
                group.addTask { await load.run(request, on: gateway, client: number, check) }
            }
            do {
                try await body(load)
            } catch {
                load.end()
                throw error
            }
            load.end()
            try await group.waitForAll()
            return load.answers
        }
    }

    private func end() { state.withLock { $0.isOver = true } }

    private func run(
        _ request: HTTPRequest, on gateway: TestGateway, client number: Int,
        _ check: @Sendable (HTTPResponse) -> String?
    ) async {
        do {
            let client = try gateway.connect(patience: .seconds(20))
            while !state.withLock({ $0.isOver }) {
                let response = try await client.exchange(request)
                let oddity = response.status == 200 ? check(response) : nil
                state.withLock { state in
                    state.answers.note(response)
                    state.counts[number] += 1
                    if let oddity { state.answers.noteOddity(oddity) }
                }
            }
            await client.close()
        } catch {
            state.withLock { $0.answers.noteOddity("\(error)") }
        }
    }
}
