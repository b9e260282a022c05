import Domain
import HTTPWire
import OAuth
import Pages

/// What a browser is sent: a page, or the way to another; with the cookies that go with it.
struct BrowserAnswer {
    private let outcome: FlowOutcome
    private let call: FlowCall

    init(_ outcome: FlowOutcome, of call: FlowCall) {
        self.outcome = outcome
        self.call = call
    }

    var response: Response {
        var response: Response
        var change = BrowserChange.none
        switch outcome {
        case .answer(let answer, let told):
            change = told
            response = self.response(to: answer)
        case .proceed(let path, let told):
            change = told
            response = Self.redirect(to: call.issuer.url(path))
        case .page(let page, let told):
            change = told
            response = Self.page(
                FlowPageWording(call).page(page), Self.status(of: page))
            if let seconds = Self.pause(before: page) {
                response.append(.retryAfter, FieldValue(sanitizing: "\(seconds)"))
            }
        case .object, .created, .document, .tokens, .code, .inactive, .done, .stylesheet:
            preconditionFailure("no browser's state")
        }
        for cookie in cookies(change) { response.append(.setCookie, cookie) }
        return response
    }

    private func response(to answer: AuthorizationAnswer) -> Response {
        guard answer.mode == .formPost else { return Self.redirect(to: answer.location) }
        let form = FormPostPage(
            frame: FlowPageWording(call).frame, tenantName: call.tenant.slug.text,
            action: answer.redirectURI,
            parameters: answer.parameters.map {
                FormPostPage.Parameter(name: $0.name, value: $0.value)
            })
        // What no form can be posted to, an app on the device, is redirected to.
        guard let form else { return Self.redirect(to: answer.location) }
        return Self.page(form.page, .ok)
    }

    /// 303: whatever the method was, the next is GET (RFC 9700 §4.12).
    private static func redirect(to uri: String) -> Response {
        Response(
            .seeOther,
            fields: [
                ResponseField(.location, FieldValue(sanitizing: uri)),
                ResponseField(.cacheControl, FieldValue(literal: "no-store")),
                ResponseField(.referrerPolicy, FieldValue(literal: "no-referrer")),
            ])
    }

    private static func page(_ page: Pages.Page, _ status: Status) -> Response {
        Response(
            status,
            fields: [
                ResponseField(.contentType, FieldValue(literal: "text/html; charset=utf-8")),
                ResponseField(.cacheControl, FieldValue(literal: "no-store")),
                ResponseField(
                    .contentSecurityPolicy, FieldValue(sanitizing: page.contentSecurityPolicy)),
                ResponseField(.frameOptions, FieldValue(literal: "DENY")),
                ResponseField(.referrerPolicy, FieldValue(literal: "no-referrer")),
            ], body: page.html)
    }

    private static func status(of page: FlowPage) -> Status {
        switch page {
        case .login, .deviceCode: pause(before: page) == nil ? .ok : .tooManyRequests
        case .consent, .deviceDone, .logout, .loggedOut, .stillLoggedIn: .ok
        case .refusal: .badRequest
        }
    }

    /// Seconds until what the page asks for may be tried again; nil where that is now.
    private static func pause(before page: FlowPage) -> Int64? {
        switch page {
        case .login(let question):
            guard case .tooManyAttempts(let seconds)? = question.problem else { return nil }
            return seconds
        case .deviceCode(let question):
            guard case .tooManyAttempts(let seconds)? = question.problem else { return nil }
            return seconds
        case .consent, .deviceDone, .logout, .loggedOut, .stillLoggedIn, .refusal: return nil
        }
    }

    /// One stylesheet for all pages; its path names its version.
    static let stylesheet = Response(
        .ok,
        fields: [
            ResponseField(.contentType, FieldValue(literal: "text/css; charset=utf-8")),
            ResponseField(.cacheControl, FieldValue(literal: "public, max-age=86400")),
        ], body: Stylesheet.bytes)

    private func cookies(_ change: BrowserChange) -> [FieldValue] {
        switch change {
        case .none: []
        case .visit(let value): [cookie(.visit, value.exposed, lifetime: nil)]
        case .begins(let value, let lifetime):
            [cookie(.session, value.exposed, lifetime: lifetime), cookie(.visit, "", lifetime: 0)]
        case .ends: [cookie(.session, "", lifetime: 0)]
        }
    }

    /// Not for scripts, not without encryption, and not from other sites but by following a link.
    private func cookie(_ name: CookieName, _ value: String, lifetime: Int64?) -> FieldValue {
        let path = call.issuer.path.isEmpty ? "/" : call.issuer.path
        let age = lifetime.map { "; Max-Age=\($0)" } ?? ""
        return FieldValue(
            sanitizing: "\(name.text(of: call.tenant))=\(value); Path=\(path)\(age)"
                + "; HttpOnly; Secure; SameSite=Lax")
    }
}
