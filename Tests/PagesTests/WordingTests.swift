// The sentences that depend on a value.

import Pages
import Testing

@Suite struct WordingTests {
    static let waits: [(wait: Duration, words: String)] = [
        (.seconds(-5), "1 second"), (.zero, "1 second"), (.milliseconds(1), "1 second"),
        (.milliseconds(1001), "2 seconds"), (.seconds(119), "119 seconds"),
        (.milliseconds(119_001), "2 minutes"), (.seconds(120), "2 minutes"),
        (.seconds(121), "3 minutes"), (.seconds(3600), "60 minutes"),
    ]

    @Test("a wait is never said to be shorter than it is", arguments: waits)
    func wait(_ wait: Duration, _ words: String) throws {
        let page = LoginPage(
            frame: PageFrame(stylesheetPath: "/s"), tenantName: "Acme", app: nil, action: "/l",
            ticket: "t", problem: .tooManyAttempts(retryAfter: wait)
        ).page
        let problem = try MarkupReader.document(page.html).all.first { $0["id"] == "problem" }
        #expect(problem?.text == "Too many attempts. Try again in \(words).")
    }

    @Test("the longest wait can be said")
    func longest() throws {
        let longest = Duration(
            secondsComponent: .max, attosecondsComponent: 999_999_999_999_999_999)
        let page = LoginPage(
            frame: PageFrame(stylesheetPath: "/s"), tenantName: "Acme", app: nil, action: "/l",
            ticket: "t", problem: .tooManyAttempts(retryAfter: longest)
        ).page
        #expect(!page.html.isEmpty)
    }

    static let scopes: [(scope: String, title: String)] = [
        ("openid", "Know who you are"), ("profile", "See your profile"),
        ("email", "See your email address"), ("offline_access", "Keep access while you are away"),
        ("address", "See your postal address"), ("phone", "See your phone number"),
        ("app:read", "app:read"), ("OpenID", "OpenID"),
    ]

    @Test("a scope of OpenID Connect has a sentence, any other its word", arguments: scopes)
    func scope(_ scope: String, _ title: String) {
        #expect(PermissionLine(scope: scope).title == title)
    }

    @Test("where nothing is wanted, no list is announced")
    func nothing() throws {
        let root = try MarkupReader.document(
            EscapingTests.consent(by: AppIdentity(name: "A")).html)
        #expect(root.all("ul") == [] && root.all("h2") == [])
    }
}
