// Which redirect URIs are the registered ones (checklist P1).

import Testing

@testable import OAuth

@Suite struct RedirectURITests {
    @Test(
        "everything but the very same is another one",
        arguments: [
            "https://shop.example/cb/", "https://shop.example/CB", "https://SHOP.example/cb",
            "https://shop.example:443/cb", "https://shop.example/cb?x=1",
            "https://shop.example/./cb", "https://shop.example/%63b", "http://shop.example/cb",
            "https://a.shop.example/cb", "https://shop.example.evil/cb",
            "https://user@shop.example/cb", "https://shop.example/cb#", "https://shop.example",
        ])
    func exact(uri: String) {
        #expect(!RedirectURI.isRegistered(uri, among: ["https://shop.example/cb"]))
    }

    @Test(
        "an app on the device chooses its port",
        arguments: [
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb"),
            ("http://127.0.0.1:8000/cb", "http://127.0.0.1:49152/cb"),
            ("http://[::1]/cb?a=b", "http://[::1]:1/cb?a=b"),
            ("http://127.0.0.1:8000/cb", "http://127.0.0.1/cb"),
        ])
    func loopback(registered: String, asked: String) {
        #expect(RedirectURI.isRegistered(asked, among: [registered]))
    }

    @Test(
        "and nothing else",
        arguments: [
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb2"),
            ("http://127.0.0.1/cb", "https://127.0.0.1:49152/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:123456/cb"),
            ("http://127.0.0.1/cb", "http://[::1]/cb"),
            ("http://localhost/cb", "http://localhost:49152/cb"),
            ("http://shop.example/cb", "http://shop.example:49152/cb"),
        ])
    func notLoopback(registered: String, asked: String) {
        #expect(!RedirectURI.isRegistered(asked, among: [registered]))
    }
}
