public import Domain

/// Who has ended tokens forgotten in this process before anybody is told that they ended.
///
/// Other processes hear of it from the database, a moment later.
public protocol RevocationHerald {
    /// Tokens of the tenant ended: whatever is remembered of its tokens is asked for anew.
    func tokensEnded(of tenant: Tenant) async
}

extension AuthorizationServer {
    /// Ends something of a tenant, and has it forgotten.
    func ending(
        of tenant: Tenant, _ body: () async throws(APIError) -> Void
    ) async throws(FlowError) {
        try await asking(body)
        await herald.tokensEnded(of: tenant)
    }
}
