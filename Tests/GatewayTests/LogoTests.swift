import Crypto
import Dialects
import Domain
import Foundation
import GatewaySupport
import JSONWire
import Testing

/// What a logo does to its app, and what ends it; the transcripts have what is answered to each
/// request.
@Suite(.enabled(if: TestDatabase.isGiven), .sharesGateway)
struct LogoTests {
    /// An app, and who may change it.
    private struct Stage {
        let tenant: TestTenant
        let app: TestApp
        let token: String

        static func set() async throws -> Stage {
            let tenant = try await TestGateway.shared.database.tenant()
            return Stage(
                tenant: tenant, app: try await tenant.app(), token: try await tenant.token())
        }

        func get(_ path: String, _ fields: [(String, String)] = []) async throws -> HTTPResponse {
            try await TestGateway.shared.answer(HTTPRequest("GET", path, fields).at(tenant.host))
        }

        func read() async throws -> HTTPResponse { try await get("/api/oauth/app/id/\(app.id)") }

        func logo() async throws -> HTTPResponse {
            try await get("/api/oauth/app/id/\(app.id)/image")
        }

        func replace(
            by upload: ImageUpload, _ fields: [(String, String)] = []
        ) async throws -> HTTPResponse {
            let (type, bytes) = upload.form
            var request = HTTPRequest("PUT", "/api/oauth/app/id/\(app.id)/image", fields)
            request.body = bytes
            return try await TestGateway.shared.answer(
                request.with("Content-Type", type).at(tenant.host).by(token))
        }
    }

    private static func sample(_ name: String) throws -> [UInt8] {
        try Array(
            Data(
                contentsOf: URL(filePath: #filePath)
                    .deletingLastPathComponent().deletingLastPathComponent()
                    .appending(path: "Samples/\(name)")))
    }

    @Test("the entity tag is the digest of what is shown")
    func tag() async throws {
        let stage = try await Stage.set()
        #expect(try await stage.replace(by: .sample).status == 204)
        let logo = try await stage.logo()
        let digest = SHA256.hash(data: logo.body).map { String(format: "%02x", $0) }.joined()
        #expect(logo["ETag"] == "W/\"\(digest)\"")
        #expect(logo.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        // The same image again is the same logo, though the app has changed once more.
        let version = try await stage.read()["ETag"]
        #expect(try await stage.replace(by: .sample).status == 204)
        #expect(try await stage.logo()["ETag"] == logo["ETag"])
        #expect(try await stage.read()["ETag"] != version)
    }

    @Test("the app shows the preview wherever it is shown, and when it changed")
    func preview() async throws {
        let stage = try await Stage.set()
        try await stage.tenant.database.execute(
            """
            UPDATE postern.client SET updated_at = '2020-01-01'
            WHERE client_id = '\(stage.app.id)'
            """)
        let before = try #require(try await stage.read().json?["time"]?.integer)
        let photo = ImageUpload(.jpeg, try Self.sample("baseline.jpg"))
        #expect(try await stage.replace(by: photo).status == 204)
        let app = try #require(try await stage.read().json)
        let preview = try #require(app["logo"]?.string)
        let start = "data:image/jpeg;base64,"
        #expect(preview.hasPrefix(start))
        let text = String(preview.dropFirst(start.count))
        #expect(!text.contains("="))
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        #expect(Data(base64Encoded: text + padding)?.starts(with: [0xFF, 0xD8]) == true)
        #expect(try #require(app["time"]?.integer) > before)
        let list = try await stage.get("/api/oauth/app/ids?ids=\(stage.app.id)")
        #expect(list.json?["apps"]?[0]?["logo"]?.string == preview)
    }

    @Test("a change of the app leaves its logo, and its deletion takes it along")
    func life() async throws {
        let stage = try await Stage.set()
        #expect(try await stage.replace(by: .sample).status == 204)
        let logo = try await stage.logo()
        let preview = try await stage.read().json?["logo"]
        let change = HTTPRequest.json(
            "PUT", "/api/oauth/app/id/\(stage.app.id)", #"{"name":"n","redirect_uri":"a:b"}"#)
        let changed = try await TestGateway.shared.answer(
            change.at(stage.tenant.host).by(stage.token))
        #expect(changed.status == 204)
        #expect(try await stage.logo().body == logo.body)
        #expect(try await stage.read().json?["logo"] == preview)
        let rows = "SELECT client_id FROM postern.client_logo WHERE client_id = '\(stage.app.id)'"
        #expect(try await stage.tenant.database.texts(rows).count == 1)
        let deletion = HTTPRequest("DELETE", "/api/v1/auth/client?ids=\(stage.app.id)")
        let deleted = try await TestGateway.shared.answer(
            deletion.at(stage.tenant.host).by(stage.token))
        #expect(deleted.status == 204)
        #expect(try await stage.tenant.database.texts(rows).isEmpty)
        #expect(try await stage.logo().status == 404)
    }

    @Test("a logo that is refused leaves everything as it was")
    func refusal() async throws {
        let stage = try await Stage.set()
        #expect(try await stage.replace(by: .sample).status == 204)
        let (app, logo) = (try await stage.read(), try await stage.logo())
        let gif = ImageUpload(.gif, try Self.sample("animated.gif"))
        #expect(try await stage.replace(by: gif, [("If-Match", "\"7\"")]).status == 412)
        #expect(try await stage.replace(by: ImageUpload(.png, gif.bytes)).status == 400)
        #expect(try await stage.read().essence == app.essence)
        #expect(try await stage.logo().essence == logo.essence)
    }

    @Test("a form may be as large as any body, and no larger")
    func size() async throws {
        let stage = try await Stage.set()
        let empty = ImageUpload(.png, []).form.bytes.count
        let limit = 2_097_152
        let padded = { (count: Int) in
            ImageUpload(
                .png, ImageUpload.sample.bytes + Array(repeating: 0, count: count - empty - 67))
        }
        #expect(ImageUpload.sample.bytes.count == 67)
        #expect(try await stage.replace(by: padded(limit)).status == 204)
        #expect(try await stage.replace(by: padded(limit + 1)).status == 413)
    }

    @Test("of many at once one is the last, and its preview is beside it")
    func concurrency() async throws {
        let stage = try await Stage.set()
        let images = try ["truecolor.png", "palette.png", "alpha.png"].map { name in
            ImageUpload(.png, try Self.sample(name))
        }
        let answers = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            for index in 0..<8 {
                group.addTask { try await stage.replace(by: images[index % images.count]) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.status == 204 })
        let (last, preview) = (try await stage.logo(), try await stage.read().json?["logo"])
        // What the same images make one after another.
        var pairs: [(logo: [UInt8], preview: JSON?)] = []
        for image in images {
            #expect(try await stage.replace(by: image).status == 204)
            pairs.append((try await stage.logo().body, try await stage.read().json?["logo"]))
        }
        #expect(pairs.contains { $0.logo == last.body && $0.preview == preview })
    }
}
