import Domain
import HTTPWire

/// A URL about each user: a template with `{username}` or `{user_id}` in it.
public struct UserURL: Sendable, Hashable, CustomStringConvertible {
    /// The template as written.
    public let description: String

    /// Takes a template; nil where it makes no absolute URI, or is the same for everybody.
    public init?(_ text: String) {
        guard text.contains("{username}") || text.contains("{user_id}"),
            (try? AbsoluteURI(Self.filled(text, username: "a", id: "a"))) != nil
        else { return nil }
        description = text
    }

    func url(of user: User) -> String {
        Self.filled(
            description, username: PercentCoding.encode(user.username),
            id: PercentCoding.encode(user.id))
    }

    private static func filled(_ text: String, username: String, id: String) -> String {
        text.replacing("{username}", with: username).replacing("{user_id}", with: id)
    }
}
