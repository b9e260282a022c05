import ArgumentParser
import Domain
import Gateway
import JSONWire

/// `postern user create`: a person of a tenant.
struct UserCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a user; prints the id that names them in tokens.")

    @Option(help: "The tenant's short name.") var tenant: Slug
    @Option(help: "What the user logs in with; unique in the tenant.") var username: String
    @Option(help: "The e-mail address.") var email: String?
    @Option(help: "First names.") var givenName = ""
    @Option(help: "Last names.") var familyName = ""

    @Option(
        name: .customLong("role"), parsing: .singleValue,
        help: "A role's name; may be given more than once.")
    var roles: [String] = []

    @Flag(
        name: .customLong("password-stdin"),
        help: "Read the password from the first line of standard input.")
    var readsPassword = false

    @OptionGroup var database: DatabaseOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        guard (1...255).contains(username.utf8.count) else {
            throw ValidationError("A username has 1 to 255 bytes.")
        }
    }

    func run() async throws {
        var user = Administration.NewUser(username: username)
        user.email = email
        user.givenName = givenName
        user.familyName = familyName
        user.roles = roles
        if readsPassword { user.password = Secret(try StandardInput.secret("password")) }
        let id = try await database.administer { [user] administration in
            try await administration.createUser(user, tenant: tenant)
        }
        output.answer(
            [
                "user_id": .string(id), "tenant": .string(tenant.text),
                "username": .string(username), "email": email.map(JSON.string) ?? .null,
                "given_name": .string(givenName), "family_name": .string(familyName),
                "roles": .array(roles.map(JSON.string)),
            ],
            text: id)
    }
}
