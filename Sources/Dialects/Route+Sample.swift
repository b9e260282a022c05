// The plainest body that an operation accepts, made of nothing but its declaration: for whoever
// asks what an operation would do, and for the tests of every operation.

package import Domain
import HTTPWire
package import JSONWire

extension Route {
    /// Whether the body, and not the path, names the row that the operation is about.
    public var namesRowInBody: Bool {
        switch operation {
        case .replace, .update: !path.segments.contains(where: \.isParameter)
        case .list, .read, .create, .delete, .act: false
        }
    }

    /// A body that the operation accepts, and its media type; nil where it reads none.
    package func sampleBody(_ word: String, row: String) -> (type: String, bytes: [UInt8])? {
        switch operation {
        case .act(.replaceLogo): return ImageUpload.sample.form
        case .list, .read, .create, .replace, .update, .delete, .act(.rotateClientSecret),
            .act(.deleteClients), .act(.readLogo):
            let members = sample(word, row: row)
            return members.isEmpty
                ? nil : ("application/json", JSON.object(members).encoded)
        }
    }

    /// A value for every member that a request can set, each with the word in it; with the row's
    /// key, where the body is where that is said.
    ///
    /// Empty where the operation reads no members.
    package func sample(_ word: String, row: String) -> JSONObject {
        var object = JSONObject()
        for member in projection.members {
            if namesRowInBody, member.ordinal == projection.key {
                object.append(member.name, .string(row))
            } else if isSent(member), let value = member.sample(word) {
                object.append(member.name, value)
            }
        }
        return object
    }

    private func isSent(_ member: Member) -> Bool {
        switch operation {
        case .create: member.isSentOnCreate
        case .replace, .update: member.isSentOnChange
        case .list, .read, .delete, .act: false
        }
    }
}

extension PathPattern.Segment {
    /// Whether any text may stand there.
    public var isParameter: Bool {
        switch self {
        case .literal: false
        case .parameter: true
        }
    }
}

extension ImageUpload {
    /// The form that brings the image in its part `image` (RFC 7578), and its media type.
    package var form: (type: String, bytes: [UInt8]) {
        let boundary = "0x0fBoundaryOfASample"
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="image"; filename="image.\(format.rawValue)"\r
            Content-Type: \(format.mediaType)\r
            \r

            """
        return (
            "multipart/form-data; boundary=\(boundary)",
            Array(head.utf8) + bytes + Array("\r\n--\(boundary)--\r\n".utf8)
        )
    }
}

extension Member {
    /// A value with the word in it; nil where the gateway makes one.
    fileprivate func sample(_ word: String) -> JSON? {
        let isURI = rules.contains(.absoluteURI) || rules.contains(.redirectURI)
        let text = JSON.string(isURI ? "https://\(word).example/" : word)
        switch form {
        case .text, .optionalText, .onlyText, .secret: return text
        case .madeText: return nil
        case .texts: return [text]
        case .unixSeconds: return .integer(1_700_000_000)
        case .localTime: return "2030-01-02 03:04:05"
        case .decimalText: return "1"
        case .flag: return false
        case .constant: return (constants?.words.last).map(JSON.string)
        case .object: return [word: text]
        }
    }
}
