import Domain
import HTTPWire

/// The logos of apps: sent as a part of a form, shown as a PNG.
extension Governor {
    static let logoRoutes: [Route] = [
        Route(
            .governor, "app.read_logo", .get, "/api/oauth/app/id/{client_id}/image", .open,
            .act(.readLogo), app, summary: "Shows an app's logo, 256 pixels wide and high."),
        Route(
            .governor, "app.replace_logo", .put, "/api/oauth/app/id/{client_id}/image",
            .scope(.appWrite), .act(.replaceLogo), app,
            summary: "Makes an app's logo of the middle of an image."),
    ]

    /// The form's part `image`; its own media type says what it is, and nothing else does.
    static func image(in request: Request) throws(APIError) -> ImageUpload {
        guard let type = request.contentType, type.isType("multipart/form-data") else {
            throw .badRequest("Content-Type must be multipart/form-data")
        }
        let form: Multipart
        do throws(MultipartError) {
            form = try Multipart(request.body, contentType: type)
        } catch {
            throw .badRequest("the body is no multipart form: \(complaint(about: error))")
        }
        guard let part = form["image"] else {
            throw .badRequest("the form needs a part image", member: "image")
        }
        guard let type = part.contentType else {
            throw .unreadable("image", "must have a Content-Type of its own")
        }
        guard let format = ImageUpload.Format.allCases.first(where: { type.isType($0.mediaType) })
        else {
            throw APIError(
                .unsupportedMediaType, "image must be image/png, image/jpeg or image/gif")
        }
        return ImageUpload(format, part.content)
    }

    private static func complaint(about error: MultipartError) -> String {
        switch error {
        case .noBoundary: "its Content-Type names no boundary"
        case .malformed: "a part does not begin or end as it must"
        case .noName: "a part has no name"
        case .encodedPart: "a part is encoded"
        case .tooManyParts: "there are too many parts"
        case .partHeadTooLong: "a part's head is too long"
        }
    }

    /// A tag that is weak, as the published service has it, and a minute without a question.
    static func logoResponse(_ png: [UInt8], digest: String, to request: Request) -> Response {
        let tag = EntityTag(opaque: digest, isWeak: true)
        var response =
            Conditions.isKnown(tag, to: request)
            ? Response(.notModified)
            : Response(
                .ok, fields: [ResponseField(.contentType, FieldValue(literal: "image/png"))],
                body: png)
        if let tag { response.append(.entityTag, FieldValue(sanitizing: tag.description)) }
        response.append(.cacheControl, FieldValue(literal: "public, max-age=60"))
        return response
    }
}

extension ImageUpload.Format {
    /// The media type by which a part names it.
    var mediaType: String { "image/\(rawValue)" }
}
