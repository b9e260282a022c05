// Where the database is and how each connection begins: a URL turned into libpq's keywords.

internal import CLibPQ

/// The keywords that libpq connects with.
struct Endpoint: Sendable {
    /// A host that must be looked up before libpq may have it, since libpq would block on it.
    struct Host: Sendable, Equatable {
        let name: String
        let port: String
    }

    private let url: String
    private let serverOptions: String
    private let applicationName: String

    /// The hosts of the URL in order; empty when none of them needs a look-up.
    let unresolvedHosts: [Host]

    /// Reads a `postgresql://` URL or a `key=value` string.
    ///
    /// Throws `.unavailable` when libpq cannot read it. The settings hold for each connection from
    /// its first moment, and what the URL itself says in `options` follows them.
    init(
        _ url: String, settings: [(name: String, value: String)], applicationName: String
    ) throws(PostgresError) {
        self.url = url
        self.applicationName = applicationName
        let keywords = try Endpoint.parse(url)
        // The server splits its options at spaces.
        let own = settings.map { setting in
            let words = setting.value.split(separator: " ")
            return "-c \(setting.name)=\(words.joined(separator: "\\ "))"
        }.joined(separator: " ")
        serverOptions = keywords["options"].map { "\(own) \($0)" } ?? own
        unresolvedHosts = Endpoint.hostsToResolve(keywords)
    }

    /// Begins to connect; nil only when memory is exhausted.
    ///
    /// The addresses are those that were found for `unresolvedHosts`, each beside its host.
    func start(addresses: [(host: Host, address: String)]) -> OpaquePointer? {
        var keywords: [(String, String)] = [
            ("dbname", url),
            ("client_encoding", "UTF8"),
            ("options", serverOptions),
            ("fallback_application_name", applicationName),
            // Kerberos would look up names and wait for its server inside libpq.
            ("gssencmode", "disable"),
        ]
        if !addresses.isEmpty {
            keywords.append(("host", addresses.map(\.host.name).joined(separator: ",")))
            keywords.append(("hostaddr", addresses.map(\.address).joined(separator: ",")))
            keywords.append(("port", addresses.map(\.host.port).joined(separator: ",")))
        }
        return withCStrings(keywords.map(\.0)) { names in
            withCStrings(keywords.map(\.1)) { values in
                // SAFETY: both arrays end in NULL and libpq copies them before it returns.
                PQconnectStartParams(names, values, 1)
            }
        }
    }

    private static func parse(_ url: String) throws(PostgresError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            // libpq quotes the URL here, which may hold a password.
            PQfreemem(message)
            throw PostgresError(.unavailable, detail: "the database URL cannot be read")
        }
        // SAFETY: libpq's array ends with an entry without a keyword and is freed once, here.
        defer { PQconninfoFree(options) }
        var keywords: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                keywords[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return keywords
    }

    private static func hostsToResolve(_ keywords: [String: String]) -> [Host] {
        guard keywords["hostaddr"] == nil, let hosts = keywords["host"] else { return [] }
        let names = hosts.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.contains(where: { !isAddressOrPath($0) }) else { return [] }
        let ports = (keywords["port"] ?? "5432")
            .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return names.enumerated().map { index, name in
            let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : "5432"
            return Host(name: name, port: port.isEmpty ? "5432" : port)
        }
    }

    /// Whether libpq can use the host without asking anyone.
    static func isAddressOrPath(_ host: String) -> Bool {
        if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host.contains(":") {
            return true
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// Lends the strings as a C array that ends in NULL.
private func withCStrings<Value>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes.append(contentsOf: string.utf8.map { CChar(bitPattern: $0) })
        bytes.append(0)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        // SAFETY: the pointers are used within `body` only, while `bytes` is lent.
        let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } } + [nil]
        return pointers.withUnsafeBufferPointer { array in
            guard let base = array.baseAddress else { preconditionFailure("an array without NULL") }
            return body(base)
        }
    }
}
