// Whatever a member holds, it stays text.

import Pages
import Testing

@Suite struct EscapingTests {
    static let hostile = [
        "<img src=x onerror=alert(1)>", "\" autofocus onfocus=\"alert(1)", "' onfocus='alert(1)",
        "{{ticket}}{{{ticket}}}{{>app}}{{/app}}{{=<% %>=}}", "&lt;b&gt; &amp; &#60;",
        "</title></main><script>alert(1)</script>", "<!-- ]]> -->",
        // One character with what follows it, to people and to Swift; two to a browser.
        "\"\u{301} onfocus=x y=\"", "<\u{FE0F}script>", "'\u{200D}", "&\u{338}lt;",
        "a\r\nb\nc\td", "\u{202E}txt.exe", "",
    ]

    @Test("a member says what it was given and changes nothing else", arguments: Sample.all)
    func members(_ sample: Sample) throws {
        let shape = try sample.document.shape
        for member in sample.members {
            for text in Self.hostile {
                let page = try #require(sample.make { $0 == member ? text : $1 })
                let root = try MarkupReader.document(page.html)
                #expect(root.shape == shape || text.isEmpty, "\(member)")
                let said = root.strings.contains { $0.unicodeScalars.contains(text.unicodeScalars) }
                #expect(said || text.isEmpty, "\(member) does not say \(text)")
            }
        }
    }

    @Test("a character that no text has becomes the one that says so")
    func controls() throws {
        let page = ErrorPage(
            frame: PageFrame(stylesheetPath: "/s"), tenantName: nil, title: "a\0b\u{1B}c\u{85}d",
            explanation: "", requestID: ""
        ).page
        let root = try MarkupReader.document(page.html)
        #expect(root.all("h1").map(\.text) == ["a\u{FFFD}b\u{FFFD}c\u{FFFD}d"])
    }

    static let logos: [(path: String, shown: Bool)] = [
        ("/logos/1?v=2", true), ("//evil.example/x", false), ("/\\evil.example/x", false),
        ("https://evil.example/x", false), ("javascript:alert(1)", false), ("logos/1", false),
        ("/lo gos", false), ("/a\u{301}", false), ("", false), ("/\"><script>", true),
    ]

    @Test("a logo is a path of this origin, or a letter instead", arguments: logos)
    func logo(_ path: String, _ shown: Bool) throws {
        let app = AppIdentity(name: "(ärger)", logoPath: path)
        let root = try MarkupReader.document(Self.consent(by: app).html)
        #expect(root.all("img").map { $0["src"] } == (shown ? [path] : []))
        let letters = root.all("span").filter { $0["class"] == "logo" }.map(\.text)
        #expect(letters == (shown ? [] : ["Ä"]))
    }

    static let homepages: [(url: String, host: String?)] = [
        ("https://Weather.example/about?x#y", "weather.example"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("https://[2001:db8::1]:44/", "[2001:db8::1]:44"),
        ("https://good.example@evil.example/", nil), ("javascript:alert(1)", nil),
        ("https://", nil), ("https:/one-slash", nil), ("weather.example", nil),
        ("https://pаypal.example/", nil),
        ("https://xn--pypal-4ve.example/", "xn--pypal-4ve.example"),
        ("https://a b.example/", nil), ("https://a.example:port/", nil),
        ("mailto:a@b.example", nil),
        ("https://[", nil), ("https://[]", nil), ("https://[::1]x", nil), (":", nil), ("", nil),
    ]

    @Test("of a home page the host is shown, where it is one", arguments: homepages)
    func homepage(_ url: String, _ host: String?) throws {
        let root = try MarkupReader.document(
            Self.consent(by: AppIdentity(name: "A", homepage: url)).html)
        #expect(root.all("span").first { $0["class"] == "app-host" }?.text == host)
    }

    static func consent(by app: AppIdentity) -> Page {
        ConsentPage(
            frame: PageFrame(stylesheetPath: "/s"), tenantName: "Acme", app: app,
            username: "alice", permissions: [], redirectHost: nil, action: "/c", ticket: "t"
        ).page
    }
}
