// A registry of tenants and tokens that answers from a script, and counts what it is asked.

import Domain

@testable import Access

/// Two tenants, `acme` (1) and `globex` (2); only `acme` has registered a host.
final class ScriptedRegistry: TenantRegistry, TokenRegistry {
    static let acme = Tenant(number: 1, slug: slug("acme"))
    static let globex = Tenant(number: 2, slug: slug("globex"))

    var tenants = [acme, globex]
    var hosts = ["login.acme.example": acme]
    var tokens: [[UInt8]: Introspection] = [:]
    /// What happens while an answer is on its way.
    var meanwhile: () -> Void = {}
    /// What it is asked, in order.
    private(set) var questions: [String] = []
    var isAway = false

    private static func slug(_ text: String) -> Slug {
        guard let slug = Slug(text) else { preconditionFailure("\(text) is no slug") }
        return slug
    }

    func tenant(host: String) async throws(APIError) -> Tenant? {
        try asked("host \(host)")
        return answered(hosts[host])
    }

    func tenant(slug: Slug) async throws(APIError) -> Tenant? {
        try asked("slug \(slug)")
        return answered(tenants.first { $0.slug == slug })
    }

    func tenant(number: Int64) async throws(APIError) -> Tenant? {
        try asked("number \(number)")
        return answered(tenants.first { $0.number == number })
    }

    func introspect(
        tenant: Int64, expiresDay: Int64, hash: [UInt8]
    ) async throws(APIError) -> Introspection? {
        try asked("token of \(tenant) on \(expiresDay)")
        return answered(tokens[hash].flatMap { $0.principal.tenant == tenant ? $0 : nil })
    }

    private func asked(_ question: String) throws(APIError) {
        questions.append(question)
        if isAway { throw APIError(.unavailable, "away") }
    }

    /// The answer as it was when asked; then what comes while it travels.
    private func answered<Answer>(_ answer: Answer) -> Answer {
        meanwhile()
        return answer
    }
}
