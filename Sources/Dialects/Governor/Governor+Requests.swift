// The bodies that Governor reads.

import Domain
import HTTPWire
import JSONWire

extension Governor {
    /// Reads a JSON object; the checks run in the contract's order.
    func body(of request: Request) throws(APIError) -> JSONObject {
        guard !request.body.isEmpty else {
            throw .badRequest("the request needs a JSON body")
        }
        guard let type = request.contentType else {
            throw .badRequest("Content-Type must be application/json")
        }
        guard type.isType("application/json") else {
            throw APIError(.unsupportedMediaType, "Content-Type must be application/json")
        }
        switch try request.json(within: jsonLimits) {
        case .object(let object): return object
        // As the published service has it: no object is an object without members.
        case .null: return JSONObject()
        case .boolean, .number, .string, .array:
            throw .badRequest("the body must be a JSON object")
        }
    }
}
