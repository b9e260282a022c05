// The dialects by name: a dialect that is added to the names does not compile until it stands here.

package import Dialects

extension DialectName {
    /// The dialect of the name, as it is without configuration.
    package var dialect: any Dialect {
        switch self {
        case .governor: Governor()
        case .angusGM: AngusGM()
        case .oauth2: OAuth2()
        }
    }

    /// Every dialect.
    package static var all: [any Dialect] { allCases.map(\.dialect) }
}
