// What is piped in: secrets, which have no place among arguments that others can see.

import ArgumentParser

enum StandardInput {
    /// The longest secret that is read.
    private static let charactersMax = 1024

    /// Reads the first line; wrong usage where there is none.
    static func secret(_ name: String) throws -> String {
        guard let line = readLine(), !line.isEmpty else {
            throw ValidationError("standard input should hold the \(name)")
        }
        guard line.count <= charactersMax else {
            throw ValidationError("the \(name) has more than \(charactersMax) characters")
        }
        return line
    }
}
