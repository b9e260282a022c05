// What a pushed request keeps, and for how long its handle is good.

import Domain
import Testing

@testable import OAuth

@Suite struct PushedRequestTests {
    private static let request = PushedRequest(
        hash: [1, 2, 3], clientID: "app",
        parameters: Parameters(["state": "a \u{1}\"é", "scope": "openid"]),
        expires: Timestamp(microseconds: 90_000_000))

    @Test("what is kept comes back")
    func roundTrip() {
        let request = Self.request
        let read = PushedRequest(
            hash: request.hash, clientID: request.clientID, document: request.document,
            expires: request.expires)
        #expect(read == request)
    }

    @Test("what is no object of texts is no request", arguments: ["", "[]", #"{"a":1}"#])
    func damaged(document: String) {
        let read = PushedRequest(
            hash: [], clientID: "app", document: Array(document.utf8),
            expires: Self.request.expires)
        #expect(read == nil)
    }

    @Test(
        "a handle begins something until it ends, and pages go on half an hour more",
        arguments: [
            (0, true, true), (89_999_999, true, true), (90_000_000, false, true),
            (1_889_999_999, false, true), (1_890_000_000, false, false),
        ] as [(Int64, Bool, Bool)])
    func expiry(now: Int64, begins: Bool, goesOn: Bool) {
        let now = Timestamp(microseconds: now)
        #expect(Self.request.isGood(for: "app", .begins, now: now) == begins)
        #expect(Self.request.isGood(for: "app", .goesOn, now: now) == goesOn)
        #expect(!Self.request.isGood(for: "other", .begins, now: now))
    }

    @Test(
        "only our own handles are looked up",
        arguments: [
            ("urn:ietf:params:oauth:request_uri:a", true), ("https://app.example/", false),
            ("urn:ietf:params:oauth:request", false), ("", false),
        ])
    func handles(uri: String, isOurs: Bool) {
        #expect((PushedRequest.handle(in: Parameters(["request_uri": uri])) != nil) == isOurs)
    }
}
