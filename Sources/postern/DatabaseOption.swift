// Which database a command works on.

import ArgumentParser
import Gateway

struct DatabaseOption: ParsableArguments {
    @Option(
        name: .customLong("database"),
        help: ArgumentHelp(
            "The URL of the schema's owner; POSTERN_DATABASE_URL where it is not given.",
            valueName: "url"))
    var url: String?

    func validate() throws {
        // libpq would take its own defaults, and some other database.
        guard url != "" else { throw ValidationError("--database names no database.") }
    }

    /// Connects, runs the body and closes, whatever happens.
    func administer<Answer>(
        _ body: (Administration) async throws -> Answer
    ) async throws -> Answer {
        let administration = try await Administration.connect(databaseURL: resolved())
        do {
            let answer = try await body(administration)
            await administration.close()
            return answer
        } catch {
            await administration.close()
            throw error
        }
    }

    private func resolved() throws -> String {
        if let url { return url }
        if let url = try Administration.databaseURL(in: Environment.variables) { return url }
        throw ValidationError("Give --database or set POSTERN_DATABASE_URL.")
    }
}
