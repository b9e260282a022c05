import ArgumentParser
import Gateway
import Reactor

/// `postern dev`: a gateway with a PostgreSQL of its own and two tenants to try.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Serve with a private PostgreSQL and two demo tenants.",
        discussion: """
            The folder keeps the database between starts, and demo.json: URLs and tokens. As root, \
            PostgreSQL runs as the user postgres, and where that user cannot enter the folder, \
            the database is in /var/tmp and the folder links there.
            """)

    @Option(help: "The port on 127.0.0.1; 0 for any that is free.")
    var port: UInt16 = 8080

    @Option(help: ArgumentHelp("The folder to keep everything in.", valueName: "dir"))
    var data = ".postern"

    @Flag(help: "Forget what the folder holds of an earlier start.")
    var fresh = false

    @Option(help: "How many event loops; 0 for one per core.")
    var loops: Int?

    func run() async throws {
        let environment = Environment.variables
        let development = try await Development.prepare(
            folder: data, isFresh: fresh,
            progress: { StandardError.say("postern: \($0)") })
        do {
            let configuration = try development.configuration(
                port: port, loops: loops, environment: environment)
            let announce = { (addresses: [ListenAddress]) in
                let url = "http://" + (addresses.first.map(\.description) ?? "")
                try development.publish(baseURL: url)
                StandardError.say(development.invitation(baseURL: url))
                StandardOutput.line("postern: listening on \(url)")
            }
            try await Service.run(configuration, listening: announce)
        } catch {
            await development.end()
            throw error
        }
        await development.end()
    }
}
