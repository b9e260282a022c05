// How often secrets may be tried.

import Access
import Domain
import Testing

@testable import OAuth

@Suite struct ThrottleTests {
    private let alice = Throttle.Subject.password(tenant: 1, username: TokenHash(of: "alice"))
    private let bob = Throttle.Subject.password(tenant: 1, username: TokenHash(of: "bob"))

    private func failing(
        _ count: Int, _ subject: Throttle.Subject, from peer: String = "a"
    ) -> Throttle {
        var throttle = Throttle(failuresMax: 3)
        for _ in 0..<count { throttle.failed(subject, from: peer, now: Sample.now) }
        return throttle
    }

    @Test("a name is held back after so many failures, until the window has passed")
    func window() {
        var throttle = failing(3, alice)
        #expect(throttle.pause(alice, from: "a", now: Sample.now) == 300)
        #expect(throttle.pause(alice, from: "a", now: Sample.now.advanced(bySeconds: 299)) == 1)
        #expect(throttle.pause(alice, from: "a", now: Sample.now.advanced(bySeconds: 300)) == nil)
    }

    @Test("others are not held back with it")
    func others() {
        var throttle = failing(3, alice)
        #expect(throttle.pause(alice, from: "b", now: Sample.now) == nil)
        #expect(throttle.pause(bob, from: "a", now: Sample.now) == nil)
    }

    @Test("a name is held back for everybody after many more")
    func everywhere() {
        var throttle = Throttle(failuresMax: 3)
        for peer in 0..<30 { throttle.failed(alice, from: "\(peer)", now: Sample.now) }
        #expect(throttle.pause(alice, from: "another", now: Sample.now) == 300)
    }

    @Test("an address is held back for every name after many more")
    func address() {
        var throttle = Throttle(failuresMax: 3)
        for name in 0..<30 {
            let subject = Throttle.Subject.password(
                tenant: 1, username: TokenHash(of: "\(name)"))
            throttle.failed(subject, from: "a", now: Sample.now)
        }
        #expect(throttle.pause(alice, from: "a", now: Sample.now) == 300)
        let other = Throttle.Subject.password(tenant: 2, username: TokenHash(of: "alice"))
        #expect(throttle.pause(other, from: "a", now: Sample.now) == nil)
    }

    @Test("what proves nothing is let pass more often, and counts for nothing else")
    func unproven() {
        let subject = Throttle.Subject.unproven(tenant: 1, client: TokenHash(of: "shop"))
        var throttle = failing(29, subject)
        #expect(throttle.pause(subject, from: "a", now: Sample.now) == nil)
        throttle.failed(subject, from: "a", now: Sample.now)
        #expect(throttle.pause(subject, from: "a", now: Sample.now) == 300)
        #expect(throttle.pause(subject, from: "b", now: Sample.now) == nil)
        #expect(throttle.pause(alice, from: "a", now: Sample.now) == nil)
        for peer in 0..<270 { throttle.failed(subject, from: "\(peer)", now: Sample.now) }
        #expect(throttle.pause(subject, from: "another", now: Sample.now) == 300)
    }

    @Test("successes count for nothing, however many")
    func success() {
        var throttle = Throttle(failuresMax: 3)
        for _ in 0..<100 {
            throttle.failed(alice, from: "a", now: Sample.now)
            throttle.succeeded(alice, from: "a")
        }
        #expect(throttle.pause(alice, from: "a", now: Sample.now) == nil)
        #expect(throttle.pause(bob, from: "a", now: Sample.now) == nil)
    }
}
