/// A value that must not be seen: printing it, logging it or dumping what holds it shows nothing of
/// it.

/// A secret, which only `reveal()` gives away.
package struct Redacted<Value: Sendable & Equatable>: Sendable, Equatable {
    private let value: Value

    package init(_ value: Value) {
        self.value = value
    }

    /// The value itself; call it where the secret is used, and keep no copy.
    package func reveal() -> Value {
        value
    }
}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "[redacted]" }
    package var debugDescription: String { "[redacted]" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
