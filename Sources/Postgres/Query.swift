// A statement's text, and the identity by which connections remember that they have prepared it.

internal import Synchronization

/// The text of one SQL statement, made once and run many times.
///
/// Each connection prepares a query the first time it meets it and remembers it by identity, not
/// by text: keep a query in a constant. Parameters are written `$1`, `$2`, …; their types follow
/// from `Parameter`'s case.
public final class Query: Sendable {
    /// Distinguishes queries cheaply; never reused within a process.
    let id: Int

    /// The text, ending in NUL, as libpq wants it.
    // SAFETY: written once before `init` returns, never changed, and freed by `deinit` alone.
    nonisolated(unsafe) let cText: UnsafePointer<CChar>

    private static let lastID = Atomic<Int>(0)

    /// Makes a query of one statement's text.
    ///
    /// The text is trusted: written by the programmer, never assembled from what a client sent.
    public init(_ text: String) {
        id = Query.lastID.add(1, ordering: .relaxed).newValue
        let utf8 = text.utf8
        // SAFETY: one byte more than the text is allocated, for NUL, and all are initialized here.
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: utf8.count + 1)
        var end = copy
        for byte in utf8 {
            end.initialize(to: CChar(bitPattern: byte))
            end += 1
        }
        end.initialize(to: 0)
        cText = UnsafePointer(copy)
    }

    deinit {
        cText.deallocate()
    }

    /// The statement as it was written.
    public var text: String {
        String(cString: cText)
    }
}
