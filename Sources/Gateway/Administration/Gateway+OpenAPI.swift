// The document that `postern openapi` prints: the one that a gateway serves.

public import Dialects
public import JSONWire
import OpenAPI

extension Gateway {
    /// The OpenAPI document of one dialect, or of all that a gateway mounts.
    public static func openAPIDocument(of dialect: DialectName?) -> JSON {
        let dialects = dialects(Configuration()).filter { dialect == nil || $0.name == dialect }
        return OpenAPIDocument.make(dialects: dialects, version: version)
    }
}
