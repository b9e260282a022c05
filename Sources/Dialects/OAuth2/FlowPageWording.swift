import Domain
import HTTPWire
import OAuth
import Pages

/// Makes pages of what flows show and ask.
struct FlowPageWording {
    private let call: FlowCall

    init(_ call: FlowCall) {
        self.call = call
    }

    var frame: PageFrame {
        PageFrame(stylesheetPath: path(.stylesheet) + "?v=" + Stylesheet.version)
    }

    func page(_ page: FlowPage) -> Pages.Page {
        switch page {
        case .login(let question): self.page(question)
        case .consent(let question): self.page(question)
        case .deviceCode(let question): self.page(question)
        case .deviceDone(let isApproved, let name):
            DeviceDonePage(
                frame: frame, tenantName: name, decision: isApproved ? .approved : .denied
            ).page
        case .logout(let question):
            LogoutPage(
                frame: frame, tenantName: question.tenantName, username: question.username,
                appName: nil, action: action(.endSession, question.request),
                ticket: question.ticket,
                formTargets: targets(question.request["post_logout_redirect_uri"])
            ).page
        case .loggedOut(let name): SignedOutPage(frame: frame, tenantName: name).page
        case .stillLoggedIn(let name): StillSignedInPage(frame: frame, tenantName: name).page
        case .refusal(let error, let name):
            ErrorPage(
                frame: frame, tenantName: name, title: "This does not work",
                explanation: error.description, requestID: call.requestID
            ).page
        }
    }

    private func page(_ question: LoginQuestion) -> Pages.Page {
        LoginPage(
            frame: frame, tenantName: question.tenantName, app: identity(question.client),
            action: action(question.target, question.request), ticket: question.ticket,
            username: question.username, problem: question.problem.map(Self.problem),
            formTargets: targets(question.redirectURI)
        ).page
    }

    private func page(_ question: ConsentQuestion) -> Pages.Page {
        ConsentPage(
            frame: frame, tenantName: question.tenantName, app: identity(question.client),
            username: question.username,
            permissions: question.scope.words.map(PermissionLine.init(scope:)),
            redirectHost: question.redirectURI.flatMap(FormTarget.source(of:)),
            action: action(question.target, question.request), ticket: question.ticket,
            formTargets: targets(question.redirectURI)
        ).page
    }

    private func page(_ question: DeviceCodeQuestion) -> Pages.Page {
        DeviceCodePage(
            frame: frame, tenantName: question.tenantName, action: path(.device),
            ticket: question.ticket, userCode: question.userCode,
            problem: question.problem.map(Self.problem)
        ).page
    }

    private static func problem(_ problem: DeviceCodeQuestion.Problem) -> DeviceCodePage.Problem {
        switch problem {
        case .unknownCode: .unknownCode
        case .expired: .expired
        case .tooManyAttempts: .tooManyAttempts
        }
    }

    private static func problem(_ problem: LoginQuestion.Problem) -> LoginPage.Problem {
        switch problem {
        case .wrongCredentials: .wrongCredentials
        case .tooManyAttempts(let seconds): .tooManyAttempts(retryAfter: .seconds(seconds))
        case .expired: .expired
        }
    }

    private func identity(_ client: ShownClient) -> AppIdentity {
        let logo = "/api/oauth/app/id/\(PercentCoding.encode(client.id))/image"
        return AppIdentity(
            name: client.name, logoPath: client.hasLogo ? call.issuer.path + logo : nil,
            homepage: client.uri.isEmpty ? nil : client.uri)
    }

    /// Where a form may lead.
    ///
    /// A browser holds it to that for all redirects that follow, the client's own among them, so
    /// those to any site with TLS have to be allowed.
    private func targets(_ uri: String?) -> [String] {
        uri.flatMap(FormTarget.source(of:)).map { [$0, "https:"] } ?? []
    }

    private func path(_ path: ServerPath) -> String { call.issuer.path + path.rawValue }

    /// Where a page's form is sent: with the request, as it came, in the query.
    private func action(_ path: ServerPath, _ request: [String: String]) -> String {
        let query = request.sorted { $0.key < $1.key }.map { name, value in
            "\(PercentCoding.encode(name))=\(PercentCoding.encode(value))"
        }.joined(separator: "&")
        return query.isEmpty ? self.path(path) : "\(self.path(path))?\(query)"
    }
}
