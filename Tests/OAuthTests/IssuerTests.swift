// What issuers are made from.

import Domain
import Testing

@testable import OAuth

@Suite struct IssuerTests {
    @Test(
        "a template makes every tenant's issuer and its path",
        arguments: [
            ("https://{tenant}.example.com", "https://acme.example.com", ""),
            ("https://auth.example.com/t/{tenant}", "https://auth.example.com/t/acme", "/t/acme"),
            ("http://{tenant}.localhost:8080", "http://acme.localhost:8080", ""),
            ("http://127.0.0.1:8080/t/{tenant}", "http://127.0.0.1:8080/t/acme", "/t/acme"),
            ("http://[::1]:8080/t/{tenant}", "http://[::1]:8080/t/acme", "/t/acme"),
        ])
    func templates(text: String, url: String, path: String) throws {
        let tenant = try #require(Sample.tenant)
        let issuer = try #require(IssuerTemplate(text)).issuer(of: tenant)
        #expect(issuer.url == url)
        #expect(issuer.path == path)
    }

    @Test(
        "what is no template",
        arguments: [
            "https://example.com", "https://{tenant}.{tenant}.example", "http://{tenant}.example",
            "https://{tenant}.example/", "https://example.com/{tenant}?a=b",
            "https://example.com/{tenant}#a", "https://u@{tenant}.example",
            "ftp://{tenant}.example",
            "{tenant}", "", "http://127.0.0.1.evil.example/{tenant}",
        ])
    func refused(text: String) {
        #expect(IssuerTemplate(text) == nil)
    }
}
