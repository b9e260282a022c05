public import Domain
public import HTTPWire

/// What a dialect says of its answers, so that they can be documented and checked.
///
/// It is asked for what cannot be seen otherwise; the answers to errors are pure, so whoever
/// documents them lets the dialect make them.
public protocol Documented: Sendable {
    /// What the operation answers when it succeeds.
    func answer(of route: Route) -> Answer
    /// The JSON body of an error.
    var errorShape: Shape { get }
    /// The fields that a success may have besides those that every dialect has.
    var successFields: [FieldName] { get }
    /// The dialect's own word for a permission.
    func word(for scope: Scope) -> String
}

/// What an operation answers when it succeeds: a status, and the shape of the body.
///
/// `ETag`, `Link` and the like follow from the operation and are the same in every dialect.
public struct Answer: Sendable, Hashable {
    /// The status.
    public let status: Status
    /// The body; nil where there is none.
    public let body: Body?

    /// What a success may be.
    public enum Body: Sendable, Hashable {
        /// JSON of a shape.
        case json(Shape)
        /// A logo: a PNG that anybody may keep, for a short while without asking again.
        case logo
    }

    /// Declares an answer in JSON, or without a body.
    public init(_ status: Status, _ body: Shape? = nil) {
        self.status = status
        self.body = body.map(Body.json)
    }

    private init(_ status: Status, _ body: Body) {
        self.status = status
        self.body = body
    }

    /// A logo.
    public static let logo = Answer(.ok, .logo)

    /// Whether the body shows a secret.
    public var holdsSecret: Bool {
        switch body {
        case .json(let shape)?: shape.holdsSecret
        case .logo?, nil: false
        }
    }
}

/// What a JSON value in an answer holds: the vocabulary of envelopes, lists and errors.
public indirect enum Shape: Sendable, Hashable {
    /// The route's resource, as its projection shows it.
    case row
    /// These members and no others.
    case object([ShapeMember])
    /// Any number of values of one shape.
    case array(Shape)
    /// A string.
    case text
    /// A string that is shown this once: the answer must not be cached (RFC 6749 §5.1).
    case secret
    /// A whole number.
    case integer
    /// A truth value.
    case boolean
    /// A string `yyyy-MM-dd HH:mm:ss`.
    case localTime
    /// Null.
    case null
    /// This string.
    case exactly(String)
    /// The shape, or null.
    case nullable(Shape)
    /// One of the shapes.
    case either([Shape])
    /// Whatever it is.
    case anything
    /// The shape, under a name of its own among the document's schemas.
    case named(String, Shape)

    /// Whether the value shows a secret.
    public var holdsSecret: Bool {
        switch self {
        case .secret: true
        case .row, .text, .localTime, .null, .integer, .boolean, .exactly, .anything: false
        case .object(let members): members.contains { $0.shape.holdsSecret }
        case .either(let shapes): shapes.contains(where: \.holdsSecret)
        case .array(let shape), .nullable(let shape), .named(_, let shape): shape.holdsSecret
        }
    }
}

/// A member of an object in an answer.
public struct ShapeMember: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its value.
    public let shape: Shape
    /// Whether every such object has it.
    public let isAlwaysThere: Bool

    /// A member that is always there.
    public static func member(_ name: String, _ shape: Shape) -> ShapeMember {
        ShapeMember(name: name, shape: shape, isAlwaysThere: true)
    }

    /// A member that may be absent.
    public static func optional(_ name: String, _ shape: Shape) -> ShapeMember {
        ShapeMember(name: name, shape: shape, isAlwaysThere: false)
    }
}
