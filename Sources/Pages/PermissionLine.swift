// What a scope lets an application do, in a sentence for the person who is asked.

/// One permission in the list that a person is asked to grant.
public struct PermissionLine: Sendable, Hashable {
    /// What the application wants, as "Know who you are".
    public var title: String
    /// What that means; nil where the title says it all.
    public var detail: String?

    /// Makes a line of one's own words.
    public init(title: String, detail: String? = nil) {
        self.title = title
        self.detail = detail
    }

    /// Words a scope: those of OpenID Connect Core §5.4 and §11 have sentences, any other is shown
    /// as it is written.
    public init(scope: String) {
        switch scope {
        case "openid":
            self.init(title: "Know who you are", detail: "Which account you signed in with.")
        case "profile":
            self.init(title: "See your profile", detail: "Your name, picture and the like.")
        case "email":
            self.init(
                title: "See your email address", detail: "And whether it has been confirmed.")
        case "address": self.init(title: "See your postal address")
        case "phone":
            self.init(title: "See your phone number", detail: "And whether it has been confirmed.")
        case "offline_access":
            self.init(
                title: "Keep access while you are away",
                detail: "Until you withdraw it, even after you sign out.")
        default: self.init(title: scope)
        }
    }
}

extension PermissionLine {
    var values: Values { ["permission": .text(title), "detail": .text(detail)] }
}
