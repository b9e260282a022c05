/// How values are spelled: each type of value once, with the sentence that says what is expected.

/// A value as a source has it.
enum ConfigurationText: Sendable, Equatable {
    /// A scalar of the file, a variable or a flag.
    case one(String)
    /// A list of the file.
    case list([String])
}

/// Reads and writes one type of value.
struct ValueFormat<Value: Sendable & Equatable>: Sendable {
    /// What is expected, to follow "must be".
    let expectation: String
    /// The value, or nil where the text is not what is expected.
    let read: @Sendable (ConfigurationText) -> Value?
    /// The text in the file; nil where there is no value, or none to show.
    let write: @Sendable (Value) -> String?
}

extension ValueFormat {
    /// A format of one scalar.
    init(
        _ expectation: String, read: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String?
    ) {
        self.expectation = expectation
        self.read = { text in
            guard case .one(let text) = text else { return nil }
            return read(text)
        }
        self.write = write
    }

    /// Several values: a list in the file, separated by commas elsewhere; 64 at most.
    static func list<Element>(
        of element: ValueFormat<Element>, atLeast countMin: Int = 0
    ) -> Self where Value == [Element] {
        Self(
            expectation: (countMin == 0 ? "a list" : "a list, not empty,") + " of which each is "
                + element.expectation,
            read: { text in
                let items =
                    switch text {
                    case .one(let text):
                        text.split(separator: ",", omittingEmptySubsequences: false).map(
                            String.init)
                    case .list(let items): items
                    }
                guard (countMin...64).contains(items.count) else { return nil }
                let values = items.compactMap { element.read(.one($0.trimmed)) }
                return values.count == items.count ? values : nil
            },
            write: { values in
                "["
                    + values.compactMap { element.write($0) }.map { "\"\($0)\"" }.joined(
                        separator: ", ") + "]"
            })
    }

    /// A value that may be absent.
    static func optional<Wrapped>(_ wrapped: ValueFormat<Wrapped>) -> Self
    where Value == Wrapped? {
        Self(
            expectation: wrapped.expectation,
            read: { text in wrapped.read(text).map { .some($0) } },
            write: { value in value.flatMap { wrapped.write($0) } })
    }

    /// A value that may be absent and is never written.
    static func secret<Wrapped>(_ wrapped: ValueFormat<Wrapped>) -> Self
    where Value == Redacted<Wrapped>? {
        Self(
            expectation: wrapped.expectation,
            read: { text in wrapped.read(text).map { .some(Redacted($0)) } },
            write: { _ in nil })
    }
}

extension ValueFormat where Value: RawRepresentable<String> & CaseIterable {
    /// One of the words of an enumeration.
    static func choice() -> Self {
        Self(
            "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
            read: Value.init(rawValue:), write: \.rawValue)
    }
}

extension ValueFormat<Bool> {
    /// `true` or `false`.
    static let boolean = Self(
        "true or false",
        read: { text in
            switch text {
            case "true": true
            case "false": false
            default: nil
            }
        },
        write: { "\($0)" })
}

extension ValueFormat<Int> {
    /// A number in decimal digits.
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            "an integer from \(range.lowerBound) to \(range.upperBound)",
            read: { text in Quantity(text)?.bare.flatMap { range.contains($0) ? $0 : nil } },
            write: { "\($0)" })
    }

    /// A number of bytes with its unit: `512B`, `16KiB`, `2MiB`, `1GiB`; without a unit it is
    /// bytes.
    static func size(_ range: ClosedRange<Int>) -> Self {
        Self(
            "a size from \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))",
            read: { text in ByteSize.read(text).flatMap { range.contains($0) ? $0 : nil } },
            write: { ByteSize.text($0) })
    }
}

extension ValueFormat<Duration> {
    /// A time with its unit: `250ms`, `10s`, `5m`, `24h`, `90d`, or `0`.
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        Self(
            "a duration (ms, s, m, h or d) from \(TimeSpan.text(range.lowerBound))"
                + " to \(TimeSpan.text(range.upperBound))",
            read: { text in TimeSpan.read(text).flatMap { range.contains($0) ? $0 : nil } },
            write: { TimeSpan.text($0) })
    }

    /// A time that the database is given for something.
    static let databaseTimeout = duration(.milliseconds(10) ... .seconds(600))

    /// A time that a token may live.
    static let tokenLifetime = duration(.seconds(1) ... .seconds(366 * 86_400))
}
