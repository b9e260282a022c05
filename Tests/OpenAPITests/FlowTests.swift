// Operations of the authorization server: what is read and answered is what is described.

import Dialects
import Domain
import HTTPWire
import JSONWire
import OAuth
import TestSupport
import Testing

@testable import OpenAPI

@Suite struct FlowTests {
    @Test("every success and every refusal is as described", arguments: DocumentTests.flowRoutes)
    func answers(_ route: FlowRoute) throws {
        let dialect = try #require(route.dialect.dialect as? any FlowDialect)
        let call = try route.sampleCall()
        let attempt = Attempt(call.request, route: nil, flow: route, now: call.now)
        let meaning = route.flow.meaning
        let answers =
            meaning.outcomes.map { (dialect.response(to: $0, of: call), true) }
            + meaning.refusals.map { error in
                let worded = OAuthError(error.code, "a sentence", retryAfter: error.retryAfter)
                return (dialect.response(to: worded, of: call), false)
            }
            + route.refusals.map { error in
                let worded = APIError(error.kind, "a \"sentence\" with ünïcode")
                return (dialect.response(to: worded, of: attempt), false)
            }
        for (answer, isSuccess) in answers {
            var answer = answer
            // Outcomes of the document are samples of a kind, and not always whole.
            let isJSON = answer[.contentType]?.hasPrefix("application/json") == true
            if isSuccess, isJSON { answer.body = route.whole }
            #expect(answer.complaints(of: AnswerTests.checker, route.name) == [])
        }
    }

    @Test(
        "what a flow reads is described where the operation has it",
        arguments: DocumentTests.flowRoutes)
    func places(_ route: FlowRoute) {
        let operation = DocumentTests.operation(route.name)
        let query = (operation?["parameters"]?.array ?? []).filter { $0["in"] == "query" }
        let content = operation?["requestBody"]?["content"]?.object?.names ?? []
        switch route.source {
        case .nothing: #expect(query.isEmpty && content.isEmpty)
        case .query: #expect(!query.isEmpty && content.isEmpty)
        case .form: #expect(query.isEmpty && content == ["application/x-www-form-urlencoded"])
        case .json: #expect(query.isEmpty && content == ["application/json"])
        case .page: #expect(!query.isEmpty && content == ["application/x-www-form-urlencoded"])
        }
    }

    @Test("a token request is one of a schema for each grant, told by grant_type")
    func grants() {
        let checker = SchemaChecker(document: DocumentTests.document)
        let body = DocumentTests.operation("oauth2.token")?["requestBody"]
        let schema = body?["content"]?["application/x-www-form-urlencoded"]?["schema"] ?? false
        let words = schema["oneOf"]?.array?.compactMap { variant in
            let target = variant["$ref"]?.string.flatMap(checker.target)
            return target?["properties"]?["grant_type"]?["const"]?.string
        }
        #expect(words == GrantType.allCases.map(\.rawValue))
        let refresh: JSON = ["grant_type": "refresh_token", "refresh_token": "r", "client_id": "c"]
        #expect(checker.complaints(about: refresh, against: schema) == [])
        let mixed: JSON = ["grant_type": "refresh_token", "code": "r"]
        #expect(checker.complaints(about: mixed, against: schema) != [])
    }

    @Test("clients show who they are by Basic, or in the body")
    func clientAuthentication() {
        for route in DocumentTests.flowRoutes where route.flow.meaning.authenticatesClient {
            let operation = DocumentTests.operation(route.name)
            #expect(operation?["security"] == [["client": []], [:]], "\(route.name)")
        }
    }
}

extension FlowRoute {
    fileprivate func sampleCall() throws -> FlowCall {
        let tenant = Tenant(number: 1, slug: try #require(Slug("acme")))
        return FlowCall(
            request: try Request(method, "\(path)"), route: self, principal: nil, tenant: tenant,
            issuer: IssuerTemplate.local.issuer(of: tenant),
            now: Timestamp(microseconds: 1_700_000_000_000_000), peer: "192.0.2.1",
            requestID: "3f2a")
    }

    /// A body with everything that its schema asks for.
    fileprivate var whole: [UInt8] {
        let object: JSON =
            switch flow {
            case .metadata: ["issuer": "https://acme.example"]
            case .keys: ["keys": []]
            case .token:
                ["access_token": "a", "token_type": "Bearer", "expires_in": 300, "scope": "s"]
            case .consentByToken: ["code": "c"]
            case .introspect: ["active": true]
            case .userInfo: ["sub": "u"]
            case .authorizeDevice:
                [
                    "device_code": "d", "user_code": "BCDF-GHJK",
                    "verification_uri": "https://acme.example/oauth2/device",
                    "verification_uri_complete": "https://acme.example/oauth2/device?user_code=B",
                    "expires_in": 600, "interval": 5,
                ]
            case .push: ["request_uri": "urn:ietf:params:oauth:request_uri:a", "expires_in": 90]
            case .authorize, .authorizeByForm, .login, .consent, .devicePage, .deviceAnswer,
                .revoke, .endSession, .stylesheet:
                [:]
            }
        return object.encoded
    }
}
