import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern token issue`: a new access token, shown this once.
struct TokenIssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issue an access token; it is shown this once.")

    @Option(help: "The tenant's short name.") var tenant: Slug

    @Option(help: "What it permits: words with spaces between them; all for everything.")
    var scope: String

    @Option(help: "The username of whom it speaks for.") var user: String?
    @Option(help: "The id of the client that it is for.") var client: String?

    @Option(help: "How long it lives: a number with s, m, h or d.")
    var ttl = Lifetime(Administration.lifetimeDefault)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        let most = Lifetime(Administration.lifetimeMax)
        guard ttl.duration <= most.duration else {
            throw ValidationError("A token lives at most \(most) (token.lifetime_max).")
        }
        guard scope.contains(where: { $0 != " " }) else {
            throw ValidationError("A token permits something: name a scope, or all.")
        }
        // RFC 6749 §3.3: printable ASCII but for the quotation mark and the backslash.
        guard scope.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        else { throw ValidationError("A scope is printable ASCII without \" and \\.") }
    }

    func run() async throws {
        for word in Administration.unknownWords(inScope: scope) {
            StandardError.say("postern: \(word) is no permission of Postern's and grants nothing")
        }
        var request = Administration.TokenRequest(scope: scope, lifetime: ttl.duration)
        request.username = user
        request.clientID = client
        let token = try await database.administer { [request] administration in
            try await administration.issueToken(request, tenant: tenant)
        }
        output.answer(
            [
                "token": .string(token.text.exposed), "tenant": .string(tenant.text),
                "expires_at": .string(Administration.text(of: token.expiresAt)),
            ],
            text: token.text.exposed)
    }
}
