// Each unsafe line says why it holds: those of two modules, and of three files beside them.

import Testing

@Suite struct UnsafeTests {
    /// Memory that the compiler no longer watches.
    static let pointers =
        #"\bUnsafe(Mutable|Raw|Buffer|Pointer)\w*|\bwithUnsafe\w+|\bunsafe(BitCast|Downcast)\b"#
        + #"|\bUnmanaged\b|\bwithMemoryRebound\b|\bassumingMemoryBound\b"#

    /// Another library's handle: nothing can be done with it here but to hand it back.
    static let handles = #"\bOpaquePointer\b"#

    /// Claims that the compiler believes unseen.
    static let assertions = #"@unchecked\b|\b(nonisolated|unowned)\(unsafe\)"#

    /// Whose every file may have unsafe lines.
    static let modules = ["Sources/Reactor/", "Sources/Postgres/"]

    /// What may have pointers beside them: a derived key, the system's crypt and libgd give their
    /// bytes away in no other way, and the loader its functions.
    static let files = [
        "Sources/Secrets/SlowHash.swift", "Sources/Images/DrawingLibrary.swift",
        "Sources/Images/Raster.swift",
    ]

    /// How many lines away a reason still counts as beside: what one sees at a glance.
    static let reach = 12

    @Test(
        "an unsafe line has its SAFETY comment beside it",
        arguments: Checkout.sources.map(\.path).filter { path in
            (modules + files).contains { path.hasPrefix($0) }
        })
    func reasons(_ path: String) throws {
        let text = SwiftFile(path: path).text
        let unsafe = try Regex(Self.pointers + "|" + Self.assertions).wordBoundaryKind(.simple)
        let reasons = text.lines.filter { $0.comment.contains("SAFETY:") }.map(\.number)
        let findings = text.lines.filter { line in
            line.code.contains(unsafe)
                && !reasons.contains { abs($0 - line.number) <= Self.reach }
        }.map { Finding(path: path, line: $0.number, advice: "say why this holds: // SAFETY: …") }
        #expect(findings == [])
    }
}
