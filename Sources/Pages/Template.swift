// The templates of all pages, parsed once, and how they are filled in.

internal import Mustache

/// A template: a page, or a part that pages share.
enum Template: String, Sendable, CaseIterable {
    /// What surrounds every page.
    case layout
    /// The application that asks.
    case app
    case login
    case consent
    case error
    case formPost
    case deviceCode
    case deviceDone
    case logout
    case signedOut
    case stillSignedIn

    /// The template's text.
    var source: String {
        switch self {
        case .layout: Layout.template
        case .app: AppIdentity.template
        case .login: LoginPage.template
        case .consent: ConsentPage.template
        case .error: ErrorPage.template
        case .formPost: FormPostPage.template
        case .deviceCode: DeviceCodePage.template
        case .deviceDone: DeviceDonePage.template
        case .logout: LogoutPage.template
        case .signedOut: SignedOutPage.template
        case .stillSignedIn: StillSignedInPage.template
        }
    }

    /// Fills the template in.
    func text(showing values: Values) -> String {
        guard let text = Self.library.render(values, withTemplate: rawValue) else {
            preconditionFailure("template state: \(rawValue) is not in the library")
        }
        return text
    }

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(EscapedText(), named: EscapedText.name)
        var library = MustacheLibrary()
        // Each template says how it is escaped: none inherits that from what includes it.
        for template in allCases {
            do {
                try library.register(
                    "{{% CONTENT_TYPE:\(EscapedText.name)}}\n" + template.source,
                    named: template.rawValue)
            } catch {
                preconditionFailure("template state: \(template) does not parse: \(error)")
            }
        }
        return library
    }()
}
