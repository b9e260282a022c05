/// Objects and arrays: the two productions that contain values, and where the path of an error
/// grows.

extension JSONReader {
    /// Reads an object whose opening brace is the next byte.
    mutating func readObject(_ bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
        try enter()
        var object = JSONObject()
        guard nextToken(bytes) != .objectEnd else {
            leave()
            return object
        }
        repeat {
            try readMember(into: &object, bytes)
        } while try hasNext(before: .objectEnd, bytes)
        leave()
        return object
    }

    /// Reads an array whose opening bracket is the next byte.
    mutating func readArray(_ bytes: Span<UInt8>) throws(JSONError) -> [JSON] {
        try enter()
        var elements: [JSON] = []
        guard nextToken(bytes) != .arrayEnd else {
            leave()
            return elements
        }
        repeat {
            do {
                elements.append(try readValue(bytes))
            } catch {
                throw error.within(.index(elements.count))
            }
        } while try hasNext(before: .arrayEnd, bytes)
        leave()
        return elements
    }

    private mutating func readMember(
        into object: inout JSONObject, _ bytes: Span<UInt8>
    ) throws(JSONError) {
        switch nextToken(bytes) {
        case .quote: break
        case .some: throw JSONError(.expectedName, at: offset)
        case nil: throw JSONError(.unexpectedEnd, at: offset)
        }
        let nameOffset = offset
        let name = try readString(bytes)
        do throws(JSONError) {
            switch nextToken(bytes) {
            case .colon: offset += 1
            case .some: throw JSONError(.expectedColon, at: offset)
            case nil: throw JSONError(.unexpectedEnd, at: offset)
            }
            let value = try readValue(bytes)
            guard object.append(name, value) else {
                throw JSONError(.duplicateName, at: nameOffset)
            }
        } catch {
            throw error.within(.name(name))
        }
    }

    /// Passes a comma, or stays at the closing byte; anything else is refused.
    private mutating func hasNext(
        before end: UInt8, _ bytes: Span<UInt8>
    ) throws(JSONError) -> Bool {
        guard let token = nextToken(bytes) else { throw JSONError(.unexpectedEnd, at: offset) }
        guard token != end else { return false }
        guard token == .comma else { throw JSONError(.expectedComma, at: offset) }
        let comma = offset
        offset += 1
        guard nextToken(bytes) != end else { throw JSONError(.trailingComma, at: comma) }
        return true
    }

    /// Passes the opening byte of a container.
    private mutating func enter() throws(JSONError) {
        guard depthLeft > 0 else {
            let limit = min(limits.depthMax, JSONLimits.depthCeiling)
            throw JSONError(.tooDeep(limit: limit), at: offset)
        }
        depthLeft -= 1
        offset += 1
    }

    /// Passes the closing byte of a container.
    private mutating func leave() {
        depthLeft += 1
        offset += 1
    }
}
