import Dialects
import GatewaySupport
import HTTPWire
import TestSupport
import Testing

/// Whatever parameters say, an answer comes, it is as described, and the mistake is never ours.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct FlowFuzzTests {
    /// How many requests are made of each variant of an operation.
    static let attempts = 48

    @Test("mutated parameters are answered as described, and never 500", arguments: FlowRoute.all)
    func mutatedParameters(_ route: FlowRoute) async throws {
        let owner = try await FlowOwner.make()
        for (place, variant) in route.asked.enumerated() {
            var random = SeededGenerator(seed: 9_126 &+ UInt64(place))
            for attempt in 0..<Self.attempts {
                let plain = variant.pairs(owner.values)
                let sent = FlowMutation.sent(plain, using: &random)
                let request = owner.request(route, sent)
                let answer = try await TestGateway.shared.answer(request)
                let body = String(decoding: request.body.prefix(512), as: UTF8.self)
                #expect(answer.status != 500, "\(attempt): \(request.target) \(body)")
            }
        }
    }

    @Test("cookies and Authorization are read as carefully", arguments: FlowRoute.all)
    func mutatedFields(_ route: FlowRoute) async throws {
        var owner = try await FlowOwner.make()
        let asked = try #require(route.asked.first)
        let cookies = owner.cookies
        var random = SeededGenerator(seed: 6_265)
        for attempt in 0..<(Self.attempts / 2) {
            owner.cookies = [:]
            var request = owner.request(route, asked.pairs(owner.values).sent)
            for (name, value) in cookies {
                request = request.with(
                    "Cookie", "\(name)=\(FlowMutation.field(value, using: &random))")
            }
            let kind = ["Basic", "Bearer", "basic ", "Negotiate", ""].randomElement(using: &random)
            request = request.with(
                "Authorization",
                "\(kind ?? "") \(FlowMutation.field("YXBwOnNlY3JldA==", using: &random))")
            let answer = try await TestGateway.shared.answer(request)
            #expect(answer.status != 500, "\(attempt): \(request.fields)")
        }
    }
}

/// A mutation of what is sent.
private enum FlowMutation: CaseIterable {
    case left, dropped, emptied, repeated, replaced, renamed, joined, cut, flipped

    /// Values that others have stumbled over, already encoded.
    private static let values = [
        "", "%00", "a%00b", "%FF", "%C3", "%ED%A0%80", "%", "%zz", "%0D%0ASet-Cookie:x=1", "+",
        "a+b",
        "-1", "0", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "1e9",
        "NaN", "null", "true", "%27%3B--", "%22%3E%3Cscript%3E", "..%2F..", "javascript:alert(1)",
        "https://evil.example/", "http://127.0.0.1:99999/", "%F0%9F%98%80", "e%CC%81", "%E2%80%AE",
        "none%20login", "openid%20offline_access", "all", "app:write", "S256",
        "plain",
        "pn_at_", "pn_rt_1_1_x", "eyJhbGciOiJub25lIn0.e30.", "a.b.c", "query", "form_post", "code",
        String(repeating: "x", count: 5000), String(repeating: "%20", count: 900),
        String(repeating: "a%20", count: 700), "[]", "{}", "=", "==",
    ]

    private static let names = [
        "", "scope", "request", "request_uri", "registration", "resource", "claims", "display",
        "acr_values", "client_assertion", "client_assertion_type", "id_token_hint", "prompt",
        "max_age", "response_mode", "nonce", "login_hint", "decision", "ticket", "%00", "%FF",
        "client%5Fid", "CLIENT_ID", String(repeating: "n", count: 3000),
    ]

    static func sent(
        _ pairs: FlowAsked.Pairs, using random: inout SeededGenerator
    ) -> FlowAsked.Sent {
        var sent = pairs.sent
        if pairs.body == nil || Bool.random(using: &random) {
            sent.query = mutated(pairs.query, using: &random)
        }
        guard let body = pairs.body else { return sent }
        if sent.type == "application/json" {
            sent.body = mutated(sent.body ?? [], using: &random)
        } else {
            sent.body = Array(mutated(body, using: &random).utf8)
        }
        return sent
    }

    private static func mutated(
        _ pairs: [(name: String, value: String)], using random: inout SeededGenerator
    ) -> String {
        var texts = pairs.map {
            (name: PercentCoding.encode($0.name), value: PercentCoding.encode($0.value))
        }
        for _ in 0...Int.random(in: 0...2, using: &random) {
            guard let place = texts.indices.randomElement(using: &random) else {
                texts.append((any(names, using: &random), any(values, using: &random)))
                continue
            }
            switch allCases.randomElement(using: &random) ?? .left {
            case .left: texts.append((any(names, using: &random), any(values, using: &random)))
            case .dropped: texts.remove(at: place)
            case .emptied: texts[place].value = ""
            case .repeated: texts.append(texts[place])
            case .replaced: texts[place].value = any(values, using: &random)
            case .renamed: texts[place].name = any(names, using: &random)
            case .joined: texts[place].value += any(values, using: &random)
            case .cut: texts[place].value.removeLast(min(1, texts[place].value.count))
            case .flipped: texts[place].value = String(texts[place].value.reversed())
            }
        }
        return texts.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// Some bytes of a body changed, as they come.
    private static func mutated(_ body: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var body = body
        for _ in 0...Int.random(in: 0...3, using: &random) where !body.isEmpty {
            let place = Int.random(in: 0..<body.count, using: &random)
            body[place] = UInt8.random(in: 0...255, using: &random)
        }
        return body
    }

    /// A value for a field of the head, which cannot have every byte.
    static func field(_ value: String, using random: inout SeededGenerator) -> String {
        switch Int.random(in: 0...4, using: &random) {
        case 0: value
        case 1: ""
        case 2: String(value.reversed())
        case 3: value + String(repeating: "A", count: Int.random(in: 1...4000, using: &random))
        default: any(values, using: &random)
        }
    }

    private static func any(_ texts: [String], using random: inout SeededGenerator) -> String {
        texts.randomElement(using: &random) ?? ""
    }
}

/// Chance that repeats itself, so that a failing test fails again.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
