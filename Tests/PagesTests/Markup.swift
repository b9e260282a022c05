// HTML as these tests read it: stricter than a browser, which forgives what they must find.

/// An element, with what it holds.
struct Element: Equatable {
    enum Content: Equatable {
        case element(Element)
        case text(String)
    }

    let name: String
    /// In order; nil is an attribute without a value.
    var attributes: [(name: String, value: String?)] = []
    var contents: [Content] = []

    static func == (one: Element, other: Element) -> Bool {
        one.name == other.name && one.contents == other.contents
            && one.attributes.elementsEqual(other.attributes) { $0 == $1 }
    }

    subscript(attribute: String) -> String? {
        attributes.first { $0.name == attribute }?.value
    }

    func has(_ attribute: String) -> Bool { attributes.contains { $0.name == attribute } }

    /// The elements right below.
    var children: [Element] {
        contents.compactMap { content in
            switch content {
            case .element(let element): element
            case .text: nil
            }
        }
    }

    /// This element and all below it, in the document's order.
    var all: [Element] { [self] + children.flatMap(\.all) }

    func all(_ name: String) -> [Element] { all.filter { $0.name == name } }

    /// All text below, in the document's order.
    var text: String {
        contents.map { content in
            switch content {
            case .element(let element): element.text
            case .text(let text): text
            }
        }.joined()
    }

    /// The names of elements and attributes below, without what they say.
    var shape: [String] {
        all.map { "\($0.name) \($0.attributes.map(\.name))" }
    }

    /// Every text and every attribute's value below.
    var strings: [String] {
        all.flatMap { element in
            element.attributes.compactMap(\.value)
                + element.contents.compactMap { content in
                    switch content {
                    case .element: nil
                    case .text(let text): text
                    }
                }
        }
    }
}

/// Reads a document, and throws at the first thing that is not as it should be.
struct MarkupReader {
    struct Malformed: Error, CustomStringConvertible {
        let reason: String
        let rest: String
        var description: String { "\(reason), before: \(rest)" }
    }

    static let void: Set<String> = ["input", "meta", "link", "img", "br"]
    static let valueless: Set<String> = ["required", "autofocus", "formnovalidate"]
    static let references = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "#10": "\n", "#13": "\r",
    ]

    private var rest: Substring.UnicodeScalarView

    private init(_ text: String) {
        rest = Substring(text).unicodeScalars
    }

    static func document(_ bytes: [UInt8]) throws -> Element {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Malformed(reason: "no UTF-8", rest: "")
        }
        var reader = MarkupReader(text)
        try reader.expect("<!DOCTYPE html>\n")
        guard case .element(let root) = try reader.content(), root.name == "html" else {
            throw reader.malformed("no html element")
        }
        try reader.expect("\n")
        guard reader.rest.isEmpty else { throw reader.malformed("more than a document") }
        return root
    }

    private func malformed(_ reason: String) -> Malformed {
        Malformed(reason: reason, rest: String(String.UnicodeScalarView(rest.prefix(60))))
    }

    private func starts(with text: String) -> Bool { rest.starts(with: text.unicodeScalars) }

    private mutating func expect(_ text: String) throws {
        guard starts(with: text) else { throw malformed("expected \(text)") }
        rest = rest.dropFirst(text.unicodeScalars.count)
    }

    private mutating func take(while holds: (Unicode.Scalar) -> Bool) -> String {
        let taken = rest.prefix(while: holds)
        rest = rest[taken.endIndex...]
        return String(String.UnicodeScalarView(taken))
    }

    private mutating func name() throws -> String {
        let name = take { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
        guard !name.isEmpty else { throw malformed("no name") }
        return name
    }

    private mutating func content() throws -> Element.Content {
        guard starts(with: "<") else {
            let text = take { $0 != "<" }
            return .text(try decoded(text))
        }
        try expect("<")
        var element = Element(name: try name())
        element.attributes = try attributes()
        if Self.void.contains(element.name) { return .element(element) }
        if element.name == "script" {
            element.contents = [.text(take { $0 != "<" })]
        } else {
            while !starts(with: "</") {
                guard !rest.isEmpty else { throw malformed("\(element.name) is not closed") }
                element.contents.append(try content())
            }
        }
        try expect("</\(element.name)>")
        return .element(element)
    }

    private mutating func attributes() throws -> [(name: String, value: String?)] {
        var attributes: [(name: String, value: String?)] = []
        while !starts(with: ">") {
            try expect(" ")
            let name = try name()
            guard !attributes.contains(where: { $0.name == name }) else {
                throw malformed("\(name) stands twice")
            }
            if starts(with: "=") {
                try expect("=\"")
                let value = take { $0 != "\"" }
                guard !value.unicodeScalars.contains("<") else { throw malformed("< in \(name)") }
                try expect("\"")
                attributes.append((name, try decoded(value)))
            } else {
                guard Self.valueless.contains(name) else { throw malformed("\(name) has no value") }
                attributes.append((name, nil))
            }
        }
        try expect(">")
        return attributes
    }

    private func decoded(_ text: String) throws -> String {
        var parts = text.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false)
            .map { String(String.UnicodeScalarView($0)) }
        let first = parts.removeFirst()
        return try parts.reduce(into: first) { whole, part in
            let end = part.unicodeScalars.firstIndex(of: ";")
            guard let end, let character = Self.references[String(part.unicodeScalars[..<end])]
            else { throw malformed("a bare & before \(part)") }
            whole += character
            whole.unicodeScalars.append(contentsOf: part.unicodeScalars[end...].dropFirst())
        }
    }
}
