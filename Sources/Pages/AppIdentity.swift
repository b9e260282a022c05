// The application on whose behalf a person was sent here, as far as a page shows it.

/// An application as a person recognizes it.
///
/// All of it is what somebody registered: it is shown as text, isolated from the text around it,
/// and never becomes a link.
public struct AppIdentity: Sendable, Hashable {
    /// The application's name.
    public let name: String
    /// The path of its logo on this origin; nil shows the name's first letter instead.
    public let logoPath: String?
    /// The address of its home page, of which the host is shown.
    public let homepage: String?

    /// Takes an identity as registered.
    ///
    /// - Parameters:
    ///   - name: The name, of any length.
    ///   - logoPath: A path of this origin; anything else is ignored.
    ///   - homepage: An `http` or `https` URL; anything else is ignored.
    public init(name: String, logoPath: String? = nil, homepage: String? = nil) {
        self.name = name
        self.logoPath = logoPath.flatMap { Self.isLocal($0) ? $0 : nil }
        self.homepage = homepage
    }

    /// A path that no browser takes for another host's: `//host` and `/\host` are that.
    private static func isLocal(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        let second = bytes.dropFirst().first
        return bytes.first == UInt8(ascii: "/") && second != UInt8(ascii: "/")
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    }
}

extension AppIdentity {
    static let template = """
        <div class="app">
        {{#logoPath}}
        <img class="logo" src="{{logoPath}}" alt="" width="48" height="48">
        {{/logoPath}}
        {{^logoPath}}
        <span class="logo" aria-hidden="true">{{initial}}</span>
        {{/logoPath}}
        <p class="app-name"><bdi>{{appName}}</bdi>
        {{#appHost}}
        <span class="app-host">{{appHost}}</span>
        {{/appHost}}
        </p>
        </div>

        """

    var values: Values {
        [
            "appName": .text(name), "logoPath": .text(logoPath), "initial": .text(initial),
            "appHost": .text(homepage.flatMap(WebAddress.init)?.authority),
        ]
    }

    /// A scalar, not a character: of a letter under a hundred accents the letter is enough.
    private var initial: String {
        let letter = name.unicodeScalars.first {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        return letter.map { String($0).uppercased() } ?? "?"
    }
}
