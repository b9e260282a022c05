// The field names that the gateway knows, and where each is defined.

extension FieldName {
    /// RFC 9110 §12.5.1.
    public static let accept = FieldName(literal: "Accept")
    /// RFC 9110 §12.5.3.
    public static let acceptEncoding = FieldName(literal: "Accept-Encoding")
    /// RFC 9110 §10.2.1.
    public static let allow = FieldName(literal: "Allow")
    /// RFC 9110 §11.6.2.
    public static let authorization = FieldName(literal: "Authorization")
    /// RFC 9111 §5.2.
    public static let cacheControl = FieldName(literal: "Cache-Control")
    /// RFC 9110 §7.6.1.
    public static let connection = FieldName(literal: "Connection")
    /// RFC 6266.
    public static let contentDisposition = FieldName(literal: "Content-Disposition")
    /// RFC 9110 §8.6.
    public static let contentLength = FieldName(literal: "Content-Length")
    /// W3C Content Security Policy.
    public static let contentSecurityPolicy = FieldName(literal: "Content-Security-Policy")
    /// RFC 9110 §8.3.
    public static let contentType = FieldName(literal: "Content-Type")
    /// RFC 6265 §4.2.
    public static let cookie = FieldName(literal: "Cookie")
    /// RFC 9110 §6.6.1.
    public static let date = FieldName(literal: "Date")
    /// RFC 9110 §8.8.3.
    public static let entityTag = FieldName(literal: "ETag")
    /// RFC 9110 §10.1.1.
    public static let expect = FieldName(literal: "Expect")
    /// RFC 7239 §4.
    public static let forwarded = FieldName(literal: "Forwarded")
    /// RFC 9110 §7.2.
    public static let host = FieldName(literal: "Host")
    /// RFC 9110 §13.1.1.
    public static let ifMatch = FieldName(literal: "If-Match")
    /// RFC 9110 §13.1.3.
    public static let ifModifiedSince = FieldName(literal: "If-Modified-Since")
    /// RFC 9110 §13.1.2.
    public static let ifNoneMatch = FieldName(literal: "If-None-Match")
    /// RFC 9110 §8.8.2.
    public static let lastModified = FieldName(literal: "Last-Modified")
    /// RFC 8288 §3.
    public static let link = FieldName(literal: "Link")
    /// RFC 9110 §10.2.2.
    public static let location = FieldName(literal: "Location")
    /// RFC 6454 §7.
    public static let origin = FieldName(literal: "Origin")
    /// RFC 9111 §5.4.
    public static let pragma = FieldName(literal: "Pragma")
    /// W3C Referrer Policy.
    public static let referrerPolicy = FieldName(literal: "Referrer-Policy")
    /// RFC 9110 §10.2.3.
    public static let retryAfter = FieldName(literal: "Retry-After")
    /// W3C Server Timing.
    public static let serverTiming = FieldName(literal: "Server-Timing")
    /// RFC 6265 §4.1.
    public static let setCookie = FieldName(literal: "Set-Cookie")
    /// RFC 9112 §6.1.
    public static let transferEncoding = FieldName(literal: "Transfer-Encoding")
    /// RFC 9110 §10.1.5.
    public static let userAgent = FieldName(literal: "User-Agent")
    /// RFC 9110 §12.5.5.
    public static let vary = FieldName(literal: "Vary")
    /// RFC 9110 §11.6.1.
    public static let wwwAuthenticate = FieldName(literal: "WWW-Authenticate")
    /// WHATWG Fetch.
    public static let xContentTypeOptions = FieldName(literal: "X-Content-Type-Options")
    /// By custom: the client and the proxies it came through.
    public static let xForwardedFor = FieldName(literal: "X-Forwarded-For")
    /// By custom: the host that the client named.
    public static let xForwardedHost = FieldName(literal: "X-Forwarded-Host")
    /// By custom: the scheme that the client used.
    public static let xForwardedProto = FieldName(literal: "X-Forwarded-Proto")
    /// By custom: the name of one request in everybody's logs.
    public static let xRequestID = FieldName(literal: "X-Request-Id")
}
