// Conversations with the gateway on file: what is sent stands there, and what must come back.

import Crypto
import Foundation
import GatewaySupport

/// One file: exchanges, one after another, between a client and a fresh tenant.
///
/// ```
/// # What it shows.
/// GET /api/oauth/app/id/{app} HTTP/1.1
/// Host: {host}
///
/// ----------
/// HTTP/1.1 200 OK
/// Date: <any:date>
///
/// {"client_id":"{app}"}
/// ==========
/// ```
///
/// `{name}` is a value that the stage, or an earlier answer, has under that name; `{x*128}` is
/// a character so many times over. `<any:…>` stands for what is different each time but well
/// formed. In the body of a form, whose lines end in CR LF, `<base64:…>` stands for a file, and an
/// answer that is an image is shown by its length and its SHA-256.
struct Transcript {
    struct Exchange {
        let title: String
        let request: String
        let response: String
    }

    var exchanges: [Exchange]

    init(_ text: String) throws {
        exchanges = try text.split(separator: "==========\n").map { part in
            guard part.hasPrefix("# "), let title = part.firstIndex(of: "\n"),
                let line = part.firstRange(of: "----------\n")
            else { throw Malformed(part: String(part)) }
            return Exchange(
                title: String(part[..<title].dropFirst(2)),
                request: String(part[part.index(after: title)..<line.lowerBound]),
                response: String(part[line.upperBound...]))
        }
    }

    struct Malformed: Error {
        let part: String
    }

    /// The file's text.
    var text: String {
        exchanges.map { exchange in
            "# \(exchange.title)\n\(exchange.request)----------\n\(exchange.response)"
        }.joined(separator: "==========\n")
    }
}

extension Transcript.Exchange {
    /// The request, with every `{name}` filled in.
    func request(_ values: [String: String]) throws -> HTTPRequest {
        var text = request
        for match in request.matches(of: /\{([a-z_]+|(.)\*([0-9]+))\}/).reversed() {
            if let letter = match.2, let digits = match.3, let count = Int(digits) {
                text.replaceSubrange(
                    match.range, with: String(repeating: String(letter), count: count))
            } else if let value = values[String(match.1)] {
                text.replaceSubrange(match.range, with: value)
            } else {
                throw Transcript.Malformed(part: String(match.0))
            }
        }
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\n")
        let words = lines[0].split(separator: " ")
        let fields = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (String(line[..<colon]), String(line[colon...].dropFirst(2)))
        }
        var body = parts.count == 2 ? String(parts[1]) : ""
        if body.hasSuffix("\n") { body.removeLast() }
        if fields.contains(where: { $0.1.hasPrefix("multipart/") }) {
            var request = HTTPRequest(String(words[0]), String(words[1]), fields)
            request.body = try form(body)
            return request
        }
        let isChunked = fields.contains { $0.1 == "chunked" }
        if isChunked { body = String(body.utf8.count, radix: 16) + "\r\n\(body)\r\n0\r\n\r\n" }
        return HTTPRequest(String(words[0]), String(words[1]), fields, body: body)
    }

    private func form(_ text: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.replacing("\n", with: "\r\n")[...]
        while let file = rest.firstMatch(of: /<base64:([A-Za-z0-9+\/=]*)>/) {
            guard let data = Data(base64Encoded: String(file.1)) else {
                throw Transcript.Malformed(part: String(file.0))
            }
            bytes += Array(rest[..<file.range.lowerBound].utf8) + Array(data)
            rest = rest[file.range.upperBound...]
        }
        return bytes + Array(rest.utf8)
    }
}

extension HTTPResponse {
    /// The body by what tells it from others.
    fileprivate var imprint: String {
        let digest = SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
        return "<\(body.count) bytes, SHA-256 \(digest)>\n"
    }
}

/// An answer as a transcript shows it: what is volatile is replaced, and what later requests may
/// want is noted under its name.
struct TranscriptAnswer {
    private(set) var text: String
    private(set) var noted: [String: String] = [:]

    private static let wanted: Set<String> = [
        "created", "created_registration", "key", "cursor", "tag", "logo_tag", "visit", "session",
        "ticket", "code", "access", "refresh", "id_token", "pushed", "device_code", "user_code",
    ]

    init(_ response: HTTPResponse, _ values: [String: String]) {
        let fields = response.fields.map { "\($0.name): \($0.value)\n" }.joined()
        let isImage = response["Content-Type"]?.hasPrefix("image/") ?? false
        text = "\(response.statusLine)\n\(fields)\n\(isImage ? response.imprint : response.text)"
        if !text.hasSuffix("\n") { text += "\n" }
        for (name, value) in values.sorted(by: { $0.value.count > $1.value.count }) {
            text = text.replacing(value, with: "{\(name)}")
        }
        noteFlow(of: response)
        replace(/Date: ([A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)\n/, "date")
        replace(/X-Request-Id: ([0-9a-f]{17,24})\n/, "request_id")
        replace(/ETag: "([0-9]{1,16})"\n/, "tag")
        replace(/ETag: W\/"([0-9a-f]{64})"\n/, "logo_tag")
        replace(/"client_id":"([A-Za-z0-9_-]{22})"/, "created")
        replace(/"key":"([A-Za-z0-9_-]{43})"/, "key")
        replace(/[?&]cursor=([A-Za-z0-9_-]+)/, "cursor")
        replace(
            /"id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/, "created_registration")
        replace(/"datetime":"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8})"/, "local_time")
        replace(
            /"(?:clientIdIssuedAt|\w+Date)":"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8})"/,
            "local_time")
        // A tenant's number has as many digits as it happens to have.
        if text.contains("\"tenantId\":") { replace(/Content-Length: ([0-9]+)\n/, "length") }
        replace(/(?:"tenantId":"|XC-Auth-Tenant-Id: )([0-9]+)/, "tenant")
        replace(/"(?:time|creation_time|access_time)":(1[0-9]{9})/, "seconds")
        replace(/"auth_time":(1(?!700000000)[0-9]{9})/, "seconds")
    }

    /// What the authorization server makes anew each time.
    private mutating func noteFlow(of response: HTTPResponse) {
        replace(/postern_visit_\{slug\}=([A-Za-z0-9_-]{43})/, "visit")
        replace(/postern_session_\{slug\}=([A-Za-z0-9_-]{43})/, "session")
        replace(/name="ticket" value="([A-Za-z0-9_-]{43})"/, "ticket")
        replace(/(?:[?&#]code=|name="code" value="|"code":")([A-Za-z0-9_-]{43})/, "code")
        replace(/"access_token":"([^"]+)"/, "access")
        replace(/"refresh_token":"([^"]+)"/, "refresh")
        replace(/"id_token":"([^"]+)"/, "id_token")
        replace(/"request_uri":"urn:ietf:params:oauth:request_uri:([^"]+)"/, "pushed")
        replace(/"device_code":"([^"]+)"/, "device_code")
        replace(/user_code=([A-Z]{4}-[A-Z]{4})"/, "user_code")
        replace(/"user_code":"([^"]+)"/, "user_code")
        replace(/"(?:exp|iat)":(1[0-9]{9})/, "seconds")
        replace(/"kid":"([A-Za-z0-9_-]{43})"/, "kid")
        replace(/"n":"([A-Za-z0-9_-]{342})"/, "modulus")
        // Names of requests and of tokens have no certain length, nor have those of tenants.
        if response["Content-Type"]?.hasPrefix("text/html") == true
            || ["{slug}", "_token\":"].contains(where: text.contains)
        {
            replace(/Content-Length: ([0-9]+)\n/, "length")
            replace(/<code>([0-9a-f]{17,24})<\/code>/, "request_id")
        }
    }

    private mutating func replace(_ pattern: Regex<(Substring, Substring)>, _ name: String) {
        for match in text.matches(of: pattern).reversed() {
            if Self.wanted.contains(name) { noted[name] = String(match.1) }
            text.replaceSubrange(
                match.1.startIndex..<match.1.endIndex, with: "<any:\(name)>")
        }
    }
}
