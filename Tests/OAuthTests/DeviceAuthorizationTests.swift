// What a device is answered, by the state of its wish and the clock.

import Domain
import Testing

@testable import OAuth

@Suite struct DeviceAuthorizationTests {
    private static let approval = DeviceAuthorization.Approval(
        subject: "u1", authenticated: Sample.now)

    private static func device(
        _ state: DeviceAuthorization.State = .pending, polled: Int64? = nil, interval: Int64 = 5
    ) -> DeviceAuthorization {
        var random = SystemRandomNumberGenerator()
        return DeviceAuthorization(
            hash: [1], userCode: UserCode(using: &random), clientID: "shop",
            scope: GrantedScope(["openid"]), interval: interval,
            polled: polled.map(Sample.now.advanced(bySeconds:)),
            expires: Sample.now.advanced(bySeconds: 600), state: state)
    }

    private static func verdict(
        _ device: DeviceAuthorization, client: String = "shop", at seconds: Int64 = 100
    ) -> DeviceAuthorization.Verdict {
        device.verdict(
            for: Sample.client(client), now: Sample.now.advanced(bySeconds: seconds))
    }

    private static func code(_ verdict: DeviceAuthorization.Verdict) -> OAuthError.Code? {
        guard case .refused(let error) = verdict else { return nil }
        return error.code
    }

    @Test("a device that was allowed gets its tokens, however often it asks")
    func approved() {
        #expect(Self.verdict(Self.device(.approved(Self.approval))) == .good(Self.approval))
        let hasty = Self.device(.approved(Self.approval), polled: 100)
        #expect(Self.verdict(hasty) == .good(Self.approval))
    }

    @Test(
        "nobody else's client learns anything",
        arguments: [
            .pending, .approved(approval), .denied, .redeemed,
        ] as [DeviceAuthorization.State])
    func otherClient(state: DeviceAuthorization.State) {
        #expect(
            Self.verdict(Self.device(state), client: "other")
                == .refused(DeviceAuthorization.unknown))
    }

    @Test("what was decided against, used or forgotten gives nothing")
    func refused() {
        #expect(Self.code(Self.verdict(Self.device(.denied))) == .accessDenied)
        #expect(Self.code(Self.verdict(Self.device(.redeemed))) == .invalidGrant)
        for state in [.pending, .approved(Self.approval), .denied] as [DeviceAuthorization.State] {
            #expect(Self.code(Self.verdict(Self.device(state), at: 600)) == .expiredToken)
        }
        #expect(Self.verdict(Self.device(.approved(Self.approval)), at: 599) != .undecided)
        #expect(Self.code(Self.verdict(Self.device(.redeemed), at: 600)) == .invalidGrant)
    }

    @Test(
        "who asks before the interval is over asks too early",
        arguments: [(nil, false), (94, false), (95, false), (96, true), (100, true)]
            as [(Int64?, Bool)])
    func interval(polled: Int64?, isTooEarly: Bool) {
        let verdict = Self.verdict(Self.device(polled: polled))
        #expect(verdict == (isTooEarly ? .tooEarly : .undecided))
    }

    @Test("each question that comes too early makes the interval five seconds longer, for good")
    func slowingDown() {
        let now = Sample.now.advanced(bySeconds: 100)
        var device = Self.device(polled: 99)
        device = device.asked(at: now, tooEarly: true)
        #expect(device.interval == 10)
        #expect(Self.verdict(device, at: 109) == .tooEarly)
        #expect(Self.verdict(device, at: 110) == .undecided)
        device = device.asked(at: now, tooEarly: false)
        #expect(device.interval == 10)
        #expect(device.polled == now)
        let longest = Self.device(interval: 86_400).asked(at: now, tooEarly: true)
        #expect(longest.interval == 86_400)
    }
}
