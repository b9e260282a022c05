// How a route is named in a test's report: what it is made of would fill pages.

public import Dialects
public import Testing

extension Route: CustomTestStringConvertible {
    /// The route's name.
    public var testDescription: String { name }
}

extension FlowRoute: CustomTestStringConvertible {
    /// The operation's name.
    public var testDescription: String { name }
}

extension Endpoint: CustomTestStringConvertible {
    /// The operation's name.
    public var testDescription: String { name }
}
