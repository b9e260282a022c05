// Holds JSON values against JSON Schema, as far as the gateway's own document uses it.

package import JSONWire

/// A checker for the schemas inside one document, which `$ref` may name.
package struct SchemaChecker {
    /// The keywords that are checked.
    package static let keywords: Set<String> = [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const",
        "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
        "pattern",
        "anyOf", "oneOf",
    ]
    /// The keywords that only say something to the reader.
    package static let annotations: Set<String> = ["description", "format", "contentMediaType"]

    package let document: JSON

    package init(document: JSON) {
        self.document = document
    }

    /// Returns what is wrong with the value, each with a pointer to where; nothing where it fits.
    package func complaints(
        about value: JSON, against schema: JSON, at pointer: String = ""
    ) -> [String] {
        if let boolean = schema.boolean { return boolean ? [] : ["\(pointer): nothing fits"] }
        guard let keywords = schema.object else { return ["\(pointer): the schema is none"] }
        return keywords.flatMap { keyword in
            complaints(about: value, against: keyword, of: keywords, at: pointer)
        }
    }

    /// The value that a reference inside the document names (RFC 6901); nil where there is none.
    package func target(of reference: String) -> JSON? {
        guard reference.hasPrefix("#/") else { return nil }
        var target: JSON? = document
        for token in reference.dropFirst(2).split(separator: "/") {
            let name = token.replacing("~1", with: "/").replacing("~0", with: "~")
            target = target?[String(name)]
        }
        return target
    }

    private func complaints(
        about value: JSON, against keyword: JSONObject.Member, of schema: JSONObject,
        at pointer: String
    ) -> [String] {
        let found = "\(pointer): \(String(decoding: value.encoded, as: UTF8.self))"
        func unless(_ holds: Bool?, _ complaint: String) -> [String] {
            holds ?? true ? [] : ["\(found) \(complaint)"]
        }
        let wanted = keyword.value
        let bound = wanted.integer.map(Int.init)
        switch keyword.name {
        case "$ref":
            guard let target = wanted.string.flatMap(target) else {
                return ["\(pointer): the schema refers to nothing"]
            }
            return complaints(about: value, against: target, at: pointer)
        case "type":
            let names = wanted.strings ?? [wanted.string ?? ""]
            return unless(names.contains { value.isOf(type: $0) }, "is no \(names)")
        case "const": return unless(value == wanted, "is another value")
        case "enum": return unless(wanted.array?.contains(value) ?? false, "is none of the values")
        case "minimum": return unless(value.double.map { $0 >= wanted.double ?? .nan }, "is less")
        case "maximum": return unless(value.double.map { $0 <= wanted.double ?? .nan }, "is more")
        case "minLength": return unless(value.length.map { $0 >= bound ?? .max }, "is shorter")
        case "maxLength": return unless(value.length.map { $0 <= bound ?? .min }, "is longer")
        case "minItems": return unless(value.array.map { $0.count >= bound ?? .max }, "has fewer")
        case "maxItems": return unless(value.array.map { $0.count <= bound ?? .min }, "has more")
        case "minProperties":
            return unless(value.object.map { $0.count >= bound ?? .max }, "has fewer")
        case "pattern":
            return unless(value.string.map { matches($0, wanted) }, "does not match")
        case "anyOf": return unless(fitting(value, wanted) > 0, "fits no alternative")
        case "oneOf": return unless(fitting(value, wanted) == 1, "does not fit one alternative")
        case "required", "properties", "additionalProperties", "items":
            return complaints(aboutParts: value, against: keyword, of: schema, at: pointer)
        default:
            let isKnown = Self.annotations.contains(keyword.name)
            return isKnown ? [] : ["\(pointer): the keyword \(keyword.name) is not understood"]
        }
    }

    /// Checks what a keyword says of an object's members or an array's elements.
    private func complaints(
        aboutParts value: JSON, against keyword: JSONObject.Member, of schema: JSONObject,
        at pointer: String
    ) -> [String] {
        let members = value.object ?? JSONObject()
        let wanted = keyword.value
        switch keyword.name {
        case "required":
            guard value.object != nil else { return [] }
            return (wanted.strings ?? []).filter { members[$0] == nil }.map {
                "\(pointer): there is no \($0)"
            }
        case "properties":
            return members.flatMap { member in
                wanted[member.name].map {
                    complaints(about: member.value, against: $0, at: "\(pointer)/\(member.name)")
                } ?? []
            }
        case "additionalProperties":
            return members.filter { schema["properties"]?[$0.name] == nil }.flatMap { member in
                complaints(about: member.value, against: wanted, at: "\(pointer)/\(member.name)")
            }
        default:
            return (value.array ?? []).enumerated().flatMap { index, element in
                complaints(about: element, against: wanted, at: "\(pointer)/\(index)")
            }
        }
    }

    private func fitting(_ value: JSON, _ schemas: JSON) -> Int {
        (schemas.array ?? []).count { complaints(about: value, against: $0).isEmpty }
    }

    private func matches(_ text: String, _ pattern: JSON) -> Bool {
        guard let pattern = pattern.string, let expression = try? Regex(pattern) else {
            return false
        }
        return text.contains(expression)
    }
}

extension JSON {
    /// The length of a string as JSON Schema counts it: in code points.
    fileprivate var length: Int? { string?.unicodeScalars.count }

    fileprivate func isOf(type name: String) -> Bool {
        switch self {
        case .null: name == "null"
        case .boolean: name == "boolean"
        case .number: name == "number" || name == "integer" && integer != nil
        case .string: name == "string"
        case .array: name == "array"
        case .object: name == "object"
        }
    }
}
