// A running `postern dev`.

import Foundation
import FoundationNetworking
import JSONWire
import Testing

/// One start of `postern dev` in a folder, on a port that it chose.
struct DevelopmentRun {
    let baseURL: String
    private let folder: URL
    private let process: Process
    private let ended: AsyncStream<Int32>

    /// Starts the program and waits until it listens.
    init(_ folder: URL, _ options: String...) async throws {
        self.folder = folder
        let process = Process()
        let output = Pipe()
        process.executableURL = Postern.program
        process.arguments = ["dev", "--port", "0", "--loops", "1", "--data", folder.path] + options
        process.environment = Postern.environment(nil)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let (ended, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        self.process = process
        self.ended = ended
        let prefix = "postern: listening on "
        let line = try await Self.firstLine(output.fileHandleForReading)
        try #require(line.hasPrefix(prefix))
        baseURL = String(line.dropFirst(prefix.count))
    }

    /// What `demo.json` says.
    func demo() throws -> JSON {
        try JSONReader.read(Array(try Data(contentsOf: folder.appending(path: "demo.json"))))
    }

    func modeOfDemo() throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.appending(path: "demo.json").path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    /// Asks the gateway in a tenant's name, with one of the tenant's tokens.
    func get(
        _ target: String, _ tenant: String, _ token: String
    ) async throws -> (status: Int, json: JSON) {
        let url = try #require(URL(string: baseURL + target))
        var request = URLRequest(url: url)
        let demo = try demo()["tenants"]?[tenant]
        let text = try #require(demo?[token]?.string)
        request.setValue("Bearer \(text)", forHTTPHeaderField: "Authorization")
        // As a reverse proxy would say it.
        request.setValue(tenant, forHTTPHeaderField: "X-Postern-Tenant")
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        return (status, try JSONReader.read(Array(data)))
    }

    /// Ends the program as a service manager does; returns its exit status.
    func end() async -> Int32? {
        process.terminate()
        return await ended.first { _ in true }
    }

    /// Kills the program; returns the signal.
    func kill() async -> Int32? {
        Foundation.kill(process.processIdentifier, SIGKILL)
        return await ended.first { _ in true }
    }

    /// The first line, or what there is of it when the output ends.
    private static func firstLine(_ handle: FileHandle) async throws -> String {
        let (pieces, piece) = AsyncStream<Data>.makeStream()
        handle.readabilityHandler = { handle in
            let data = handle.availableData
            piece.yield(data)
            if data.isEmpty { handle.readabilityHandler = nil }
        }
        var text = Data()
        for await data in pieces {
            text += data
            if data.isEmpty || data.contains(UInt8(ascii: "\n")) { break }
        }
        return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
