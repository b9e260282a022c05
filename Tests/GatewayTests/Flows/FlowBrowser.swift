// What a browser does, as far as the pages need one: forms, cookies, redirects.

import GatewaySupport
import HTTPWire
import Synchronization
import Testing

/// Keeps cookies, and fills in the forms of the pages that it is shown.
final class FlowBrowser: Sendable {
    private let gateway: TestGateway
    private let host: String
    private let jar = Mutex<[String: String]>([:])

    /// The most pages in a row.
    private static let pagesMax = 6

    init(gateway: TestGateway, host: String) {
        self.gateway = gateway
        self.host = host
    }

    /// What it has been told to remember.
    var cookies: [String: String] { jar.withLock { $0 } }

    /// Takes a cookie that it was not told of.
    func remember(_ name: String, _ value: String) { jar.withLock { $0[name] = value } }

    /// Forgets everything.
    func forget() { jar.withLock { $0 = [:] } }

    /// Asks for a page, or posts a form to it, and keeps the cookies that come back.
    func open(_ target: String, posting form: String? = nil) async throws -> HTTPResponse {
        var request = HTTPRequest(form == nil ? "GET" : "POST", target).at(host)
        if let form {
            request = request.with("Content-Type", "application/x-www-form-urlencoded")
            request.body = Array(form.utf8)
        }
        let cookies = cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")
        if !cookies.isEmpty { request = request.with("Cookie", cookies) }
        let response = try await gateway.answer(request)
        for field in response.fields where field.name.lowercased() == "set-cookie" {
            let pair = field.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            let value = pair.count == 2 ? String(pair[1]) : nil
            jar.withLock { $0[String(pair[0])] = value }
        }
        return response
    }

    /// Goes through the pages of an authorization, allowing everything; the parameters that the
    /// client is sent in the query.
    func authorize(
        _ query: String, username: String, password: String
    ) async throws -> [String: String] {
        var response = try await open("/oauth2/authorize?\(query)")
        for _ in 0..<Self.pagesMax {
            if let location = response["Location"] { return Self.parameters(of: location) }
            let page = try FlowForm(response.text)
            response = try await open(
                page.action,
                posting: FlowScene.form(
                    page.asksForPassword
                        ? ["ticket": page.ticket, "username": username, "password": password]
                        : ["ticket": page.ticket, "decision": "allow"]))
        }
        throw FlowForm.Missing(text: "the pages have no end")
    }

    static func parameters(of location: String) -> [String: String] {
        let query = Array(location.drop { $0 != "?" && $0 != "#" }.dropFirst().utf8)
        let pairs = (try? Form(query.span))?.pairs ?? []
        return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }
}

/// The form of a page.
struct FlowForm {
    let action: String
    let ticket: String
    let asksForPassword: Bool

    struct Missing: Error {
        let text: String
    }

    init(_ html: String) throws {
        guard let form = html.firstMatch(of: /<form[^>]*action="([^"]*)"/),
            let ticket = html.firstMatch(of: /name="ticket" value="([^"]*)"/)
        else { throw Missing(text: html) }
        action = String(form.1).replacing("&amp;", with: "&")
        self.ticket = String(ticket.1)
        asksForPassword = html.contains("name=\"password\"")
    }
}
