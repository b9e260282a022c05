// Where the rows of an answer are kept, and how a cell is read there without being copied.

import JSONWire

/// The cells of an answer's rows, with whoever keeps them: the store's rows, or plain values.
///
/// What is only shown is lent and never made into a value. A class, because every step of an
/// answer hands it on; it holds nothing that changes. Rows and positions count from zero and are
/// the caller's to keep in bounds.
public protocol Cells: AnyObject, Sendable {
    /// Lends a text, or the text of a JSON value, as valid UTF-8; an empty one where nothing is
    /// stored.
    func withText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void)
    /// Lends a text as `withText` does, and nothing where nothing is stored.
    func withTextIfAny(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void)
    /// Lends the first of a list of texts; an empty one where the list is empty or not stored.
    func withFirstText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void)
    /// Lends each of a list of texts in turn; none where nothing is stored.
    func forEachText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void)
    /// Whether nothing is stored in a cell.
    func isEmpty(_ row: Int, _ position: Int) -> Bool
    /// The whole number in a cell that is not empty.
    func integer(_ row: Int, _ position: Int) -> Int64
    /// The truth value in a cell that is not empty.
    func boolean(_ row: Int, _ position: Int) -> Bool
    /// The moment in a cell; nil where nothing is stored.
    func time(_ row: Int, _ position: Int) -> Timestamp?
    /// The whole cell, by value.
    func value(_ row: Int, _ position: Int) -> Value
}

/// Cells that are values, row after row.
final class ValueCells: Cells {
    private let values: [Value]
    private let width: Int

    init(_ values: [Value], width: Int) {
        self.values = values
        self.width = width
    }

    func withText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        switch value(row, position) {
        case .text(let text): body(text.utf8Span.span)
        case .json(let json): body(json.encoded.span)
        case .null, .texts, .integer, .boolean, .time, .secret: body("".utf8Span.span)
        }
    }

    func withTextIfAny(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        if !isEmpty(row, position) { withText(row, position, body) }
    }

    func withFirstText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        let text = [String](value(row, position))?.first ?? ""
        body(text.utf8Span.span)
    }

    func forEachText(_ row: Int, _ position: Int, _ body: (Span<UInt8>) -> Void) {
        for text in [String](value(row, position)) ?? [] { body(text.utf8Span.span) }
    }

    func isEmpty(_ row: Int, _ position: Int) -> Bool {
        value(row, position) == .null
    }

    func integer(_ row: Int, _ position: Int) -> Int64 {
        Int64(value(row, position)) ?? 0
    }

    func boolean(_ row: Int, _ position: Int) -> Bool {
        Bool(value(row, position)) ?? false
    }

    func time(_ row: Int, _ position: Int) -> Timestamp? {
        Timestamp(value(row, position))
    }

    func value(_ row: Int, _ position: Int) -> Value {
        values[row * width + position]
    }
}
