import Dialects
import Domain
import HTTPWire
import JSONWire

/// What a route answers, by status.
extension Components {
    mutating func responses(of route: Route, by dialect: any Dialect) -> JSONObject {
        let answer = dialect.answer(of: route)
        var responses: JSONObject = [
            "\(answer.status.code)": success(answer, of: route, by: dialect)
        ]
        if route.operation.showsOneState {
            responses["304"] = [
                "description": "The client has what is shown now.",
                "headers": .object(headers(of: answer, [.entityTag], dialect.successFields)),
            ]
        }
        for member in refusals(route.refusals(by: dialect), by: dialect, via: route) {
            responses.append(member.name, member.value)
        }
        return responses
    }

    private mutating func success(
        _ answer: Answer, of route: Route, by dialect: any Dialect
    ) -> JSON {
        var names: [FieldName] = []
        if route.showsEntityTag { names.append(.entityTag) }
        if answer.holdsSecret { names.append(.cacheControl) }
        let isPaged = route.query.contains(where: \.isCursorParameter)
        var response: JSONObject = [
            "description": .string("\(answer.status.reasonPhrase)."),
            "headers": .object(
                headers(of: answer, names, (isPaged ? [.link] : []) + dialect.successFields)),
        ]
        switch answer.body {
        case .json(let shape)?:
            let schema = schema(of: shape, showing: route.projection)
            response["content"] = ["application/json": ["schema": schema]]
        case .logo?:
            response["content"] = ["image/png": ["schema": ["contentMediaType": "image/png"]]]
        case nil: break
        }
        return .object(response)
    }

    /// Lets the dialect answer each error, and says by status what the answers have in common.
    mutating func refusals(
        _ errors: [APIError], by dialect: any Dialect, via route: Route?
    ) -> JSONObject {
        guard !errors.isEmpty else { return [:] }
        let schema = schema(of: dialect.errorShape, showing: route?.projection)
        return responses(
            like: errors.map { error in
                SampleAnswer(
                    error.sentence, dialect.response(to: error, of: .sample(of: route)),
                    json: schema)
            })
    }

    /// Says by status what answers have in common.
    mutating func responses(like answers: [SampleAnswer]) -> JSONObject {
        let groups = Dictionary(grouping: answers) { $0.response.status.code }
        var responses = JSONObject()
        for (status, answers) in groups.sorted(by: { $0.key < $1.key }) {
            var sentences: [String] = []
            for case let sentence? in answers.map(\.sentence) where !sentences.contains(sentence) {
                sentences.append(sentence)
            }
            let reasons = sentences.isEmpty ? "" : ": " + sentences.joined(separator: "; or ")
            let phrase = answers[0].response.status.reasonPhrase
            var response: JSONObject = ["description": .string("\(phrase)\(reasons).")]
            response["headers"] = .object(headers(in: answers.map(\.response)))
            let content = Self.content(of: answers)
            if !content.isEmpty { response["content"] = .object(content) }
            responses["\(status)"] = .object(response)
        }
        return responses
    }

    private static func content(of answers: [SampleAnswer]) -> JSONObject {
        var content = JSONObject()
        for answer in answers {
            guard let type = answer.response[.contentType].flatMap(MediaType.init) else { continue }
            let schema = type.isType("application/json") ? answer.json : ["type": "string"]
            content[type.description] = ["schema": schema]
        }
        return content
    }

    /// The fields of answers that share a status: required where all of them have it.
    private mutating func headers(in responses: [Response]) -> JSONObject {
        var seen: [FieldName] = []
        for field in responses.flatMap(\.fields)
        where field.name != .contentType && !seen.contains(field.name) { seen.append(field.name) }
        let isInAll = { (name: FieldName) in responses.allSatisfy { $0[name] != nil } }
        let isPublic = responses.contains { $0[.cacheControl]?.hasPrefix("public") ?? false }
        return headers(
            seen.filter(isInAll), optional: seen.filter { !isInAll($0) }, isPublic: isPublic)
    }
}

/// An answer that shows what others are like.
struct SampleAnswer {
    /// Why it is given; nil for a success.
    let sentence: String?
    /// The answer.
    let response: Response
    /// The schema of its body, if that is JSON.
    let json: JSON

    init(_ sentence: String?, _ response: Response, json: JSON) {
        self.sentence = sentence
        self.response = response
        self.json = json
    }
}

extension Attempt {
    /// An attempt for answers that show some of it.
    fileprivate static func sample(of route: Route?) -> Attempt {
        guard let request = try? Request(route?.method ?? .get, "/") else {
            preconditionFailure("GET / is a request")
        }
        return Attempt(request, route: route, now: Timestamp(microseconds: 0))
    }
}

extension QueryParameter {
    fileprivate var isCursorParameter: Bool {
        switch role {
        case .cursor: true
        case .limit, .offset, .equals, .isOneOf, .tenant, .names: false
        }
    }
}
