import ArgumentParser
import Gateway

/// `postern serve`: the gateway.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve requests until a signal says to stop.")

    @Option(help: "The configuration's file; POSTERN_CONFIG where it is not given.")
    var config: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Where to listen; may be given more than once.", valueName: "host:port | unix:path"))
    var listen: [String] = []

    @Option(help: "How many event loops; 0 for one per core.")
    var loops: Int?

    @Flag(help: "Only check the configuration.")
    var checkConfig = false

    func run() async throws {
        let variables = Environment.variables
        var flags: [String: String] = [:]
        if !listen.isEmpty { flags["listen"] = listen.joined(separator: ",") }
        if let loops { flags["loops"] = String(loops) }
        let file = config ?? variables["POSTERN_CONFIG"]
        let load = { [flags] in
            try Configuration.load(file: file, environment: variables, flags: flags)
        }
        let configuration = try load()
        try configuration.requireDatabase()
        guard !checkConfig else {
            StandardError.say("the configuration is fine")
            return
        }
        try await Service.run(configuration, reload: load)
    }
}
