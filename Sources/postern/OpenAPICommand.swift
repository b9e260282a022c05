public import ArgumentParser
public import Dialects
import Gateway
import JSONWire

/// `postern openapi`: the OpenAPI 3.1 document.
struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the OpenAPI 3.1 document.")

    @Option(
        help: "Only this dialect: \(DialectName.allCases.map(\.rawValue).joined(separator: ", ")).")
    var dialect: DialectName?

    func run() async throws {
        let document = Gateway.openAPIDocument(of: dialect)
        StandardOutput.line(String(decoding: document.encoded, as: UTF8.self))
    }
}

extension DialectName: ExpressibleByArgument {}
