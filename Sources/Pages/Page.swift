// A page as it leaves this module: bytes, and what the browser may do with them.

/// A finished HTML page.
public struct Page: Sendable, Hashable {
    /// The document in UTF-8, to be sent as `text/html; charset=utf-8`.
    public let html: [UInt8]
    /// The value of the `Content-Security-Policy` field to send with it.
    public let contentSecurityPolicy: String

    init(_ template: Template, _ values: Values, in frame: PageFrame, _ policy: ContentPolicy) {
        html = Array(template.text(showing: values.adding(frame)).utf8)
        contentSecurityPolicy = policy.text
    }
}

/// What every page of a gateway has in common.
public struct PageFrame: Sendable, Hashable {
    /// Where ``Stylesheet`` is served: a path of this origin, perhaps with a query.
    public let stylesheetPath: String

    /// Makes the frame of pages whose stylesheet is served at that path.
    public init(stylesheetPath: String) {
        self.stylesheetPath = stylesheetPath
    }
}

extension Values {
    fileprivate func adding(_ frame: PageFrame) -> Values {
        var values = self
        values["stylesheetPath"] = .text(frame.stylesheetPath)
        return values
    }
}
