// Bodies that are JSON, within the limits that a dialect was given.

import Domain
import HTTPWire
import JSONWire

extension Request {
    /// The body as JSON; throws `.badRequest` with what is wrong with it, and where.
    func json(within limits: JSONLimits) throws(APIError) -> JSON {
        do throws(JSONError) {
            return try JSONReader.read(body, limits: limits)
        } catch {
            // Where in the body it is says what the body's members are called.
            throw .badRequest(error.description)
                .logged(as: "the body cannot be read as JSON at byte \(error.offset)")
        }
    }
}
