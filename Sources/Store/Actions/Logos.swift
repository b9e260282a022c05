// Logos: drawn off the loop, and kept beside the clients that they are of.

import Catalog
import Crypto
import Domain
import Images
import Postgres
import Secrets

/// What is kept of a logo.
struct KeptLogo: Sendable {
    let png: [UInt8]
    /// SHA-256 of the PNG, in hexadecimal.
    let digest: String
    /// The preview as a `data:` URI (RFC 2397); the published service leaves the padding out.
    let preview: String
}

extension KeptLogo {
    init(_ logo: Logo) {
        png = logo.png
        digest = SHA256.hash(data: logo.png).map { byte in
            String(Int(byte) + 0x100, radix: 16).dropFirst()
        }.joined()
        preview = "data:image/jpeg;base64,\(Base64.encode(logo.preview))"
    }
}

extension Store {
    /// Makes a logo of an image, which takes a while, off the loop.
    func drawn(_ upload: ImageUpload) async throws(APIError) -> KeptLogo {
        let result = try await imageWork.run { () -> Result<KeptLogo, ImageFlaw> in
            do throws(ImageFlaw) {
                return .success(KeptLogo(try Logo(of: upload)))
            } catch {
                return .failure(error)
            }
        }
        do throws(ImageFlaw) {
            return try result.get()
        } catch {
            throw APIError(error)
        }
    }
}

extension Planner {
    /// The logo of a client.
    func planReading(
        ofLogoOf clientID: String, _ precondition: Precondition, tenant: Tenant
    ) -> Plan {
        let query = texts.query(.readLogo) { tenant in
            "SELECT image, etag FROM postern.client_logo WHERE \(tenant) AND client_id = $2"
        }
        let name = RowName(.clients, key: clientID)
        return Plan(
            statements: [Statement(query, address(of: name, tenant))], access: .read,
            reading: .logo(name, precondition))
    }

    /// A new logo, the preview in the client's row first: that changes the row, and shows whether
    /// it is there.
    func planReplacement(
        ofLogoOf clientID: String, by logo: KeptLogo, _ precondition: Precondition,
        tenant: Tenant, _ principal: Principal?
    ) -> Plan {
        let name = RowName(.clients, key: clientID)
        var record = Record(of: .clients)
        record[Client.logoPreview] = logo.preview
        let change = planChange(
            of: name, to: record, .keep, precondition, tenant: tenant, by: principal)
        let query = texts.query(.saveLogo) { tenant in
            """
            INSERT INTO postern.client_logo (tenant_id, client_id, image, etag)
            SELECT tenant_id, client_id, $3, $4 FROM postern.client
            WHERE \(tenant) AND \(Self.changed(name))
            ON CONFLICT (tenant_id, client_id) DO UPDATE
            SET image = excluded.image, etag = excluded.etag
            """
        }
        let image = Statement(
            query, address(of: name, tenant) + [.bytes(logo.png), .text(logo.digest)])
        return Plan(
            statements: change.statements + [image], access: .write, reading: change.reading)
    }
}

extension APIError {
    /// What a client is told of an image of which no logo can be made.
    init(_ flaw: ImageFlaw) {
        switch flaw {
        case .unreadable, .dimensions, .tooManyScans:
            self = .invalid("image", flaw.complaint)
        case .noMemory: self.init(.unavailable, "image \(flaw.complaint)")
        case .noLibrary(let reason):
            self.init(
                .unavailable, "image \(flaw.complaint)",
                detail: "no logo is drawn without libgd; install libgd3 (\(reason))")
        }
    }

    /// The same for a client without a logo and for none.
    static func noLogo(of client: RowName) -> APIError {
        APIError(.notFound(key: client.key), "there is no such logo")
    }
}
