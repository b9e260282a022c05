import Domain
import JSONWire

/// The passwords of a private cluster and the port it last had: made once, kept in the folder.
struct DevelopmentCredentials {
    let superuserPassword: String
    let ownerPassword: String
    let gatewayPassword: String
    /// The port on 127.0.0.1; another is taken when somebody else has it.
    var port: UInt16

    static let database = "postern"
    static let owner = "postern_owner"
    static let gateway = "postern_gateway"

    /// Ports that are neither well known nor given to clients.
    static let ports: ClosedRange<UInt16> = 20_000...32_000

    /// Makes new ones.
    init() {
        var random = SystemRandomNumberGenerator()
        let format = RandomText.base64URL(bytes: 24)
        superuserPassword = format.make(using: &random)
        ownerPassword = format.make(using: &random)
        gatewayPassword = format.make(using: &random)
        port = UInt16.random(in: Self.ports)
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONReader.read(bytes),
            let superuser = json["superuser_password"]?.string,
            let owner = json["owner_password"]?.string,
            let gateway = json["gateway_password"]?.string,
            let port = json["port"]?.integer.flatMap(UInt16.init(exactly:))
        else { return nil }
        superuserPassword = superuser
        ownerPassword = owner
        gatewayPassword = gateway
        self.port = port
    }

    var json: JSON {
        [
            "superuser_password": .string(superuserPassword),
            "owner_password": .string(ownerPassword),
            "gateway_password": .string(gatewayPassword), "port": .integer(Int64(port)),
        ]
    }

    var superuserURL: String { url("postgres", superuserPassword, "postgres") }
    var ownerURL: String { url(Self.owner, ownerPassword, Self.database) }
    var gatewayURL: String { url(Self.gateway, gatewayPassword, Self.database) }

    /// The passwords are of the URL-safe alphabet.
    private func url(_ user: String, _ password: String, _ database: String) -> String {
        "postgresql://\(user):\(password)@127.0.0.1:\(port)/\(database)"
    }
}
