/// Why a text is refused, where, and how to say so to whoever sent it.

/// A text that is no JSON, or more of it than the limits allow.
public struct JSONError: Error, Sendable, Hashable {
    /// What is wrong.
    public let reason: Reason
    /// The byte at which it was noticed, counted from 0; the text's length where the text ends too
    /// early.
    public let offset: Int
    /// The way to the value that was being read, outermost first; empty for the value of the whole
    /// text.
    public private(set) var path: [Step]

    /// One step from a container to what it holds.
    public enum Step: Sendable, Hashable {
        /// The member of that name.
        case name(String)
        /// The element at that index, counted from 0.
        case index(Int)
    }

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
        path = []
    }

    /// The same error, seen from the container around it.
    func within(_ step: Step) -> JSONError {
        var error = self
        error.path.insert(step, at: 0)
        return error
    }
}

extension JSONError {
    /// What is wrong with a text, and by which limit where one is exceeded.
    public enum Reason: Sendable, Hashable {
        /// Nothing but white space.
        case empty
        /// The text ends inside a value.
        case unexpectedEnd
        /// The text starts with U+FEFF, which RFC 8259 §8.1 allows to refuse.
        case byteOrderMark
        /// Another byte than one that starts a value.
        case expectedValue
        /// Another byte than the quote of a member's name.
        case expectedName
        /// Another byte than the colon after a name.
        case expectedColon
        /// Another byte than a comma or the container's end after a value.
        case expectedComma
        /// A comma before the end of an object or an array.
        case trailingComma
        /// Something after the value of the whole text.
        case trailingBytes
        /// A number out of the grammar of RFC 8259 §6.
        case malformedNumber
        /// A number such as `01`.
        case leadingZero
        /// A string that is not UTF-8.
        case invalidUTF8
        /// A byte below U+0020 that is not escaped.
        case controlCharacter
        /// A backslash before something else than one of the nine escapes.
        case invalidEscape
        /// Half of a surrogate pair.
        case loneSurrogate
        /// The character U+0000, which PostgreSQL's text cannot hold.
        case nul
        /// A member's name for the second time in its object.
        case duplicateName
        /// More bytes than `bytesMax`.
        case tooLong(limit: Int)
        /// Deeper nesting than `depthMax`.
        case tooDeep(limit: Int)
        /// More values than `valuesMax`.
        case tooManyValues(limit: Int)
    }
}

extension JSONError.Reason {
    /// A sentence for whoever sent the text; it repeats nothing of it.
    public var sentence: String {
        switch self {
        case .empty: "The JSON text is empty."
        case .unexpectedEnd: "The JSON text ends before its value is complete."
        case .byteOrderMark: "The JSON text must not start with a byte order mark."
        case .expectedValue: "A JSON value was expected."
        case .expectedName: "A member name in double quotes was expected."
        case .expectedColon: "A colon was expected after the member name."
        case .expectedComma: "A comma or the end of the object or array was expected."
        case .trailingComma: "A comma must be followed by another member or element."
        case .trailingBytes: "Only white space may follow the JSON value."
        case .malformedNumber: "The number is not a JSON number."
        case .leadingZero: "A number must not start with a superfluous zero."
        case .invalidUTF8: "The string is not valid UTF-8."
        case .controlCharacter: "Control characters in strings must be escaped."
        case .invalidEscape: "The string has an escape that JSON does not know."
        case .loneSurrogate: "The string has half of a surrogate pair."
        case .nul: "The character U+0000 cannot be stored."
        case .duplicateName: "A member name stands twice in the same object."
        case .tooLong(let limit): "The JSON text is longer than \(limit) bytes."
        case .tooDeep(let limit): "The JSON text nests deeper than \(limit) levels."
        case .tooManyValues(let limit): "The JSON text has more than \(limit) values."
        }
    }
}

extension JSONError: CustomStringConvertible {
    /// The way to the value as people write it: `redirect_uris[2]`, `owner.name`, `["a b"]`; empty
    /// for the whole text.
    ///
    /// Names come from the sender: one that is not a plain word is quoted and escaped, and cut
    /// after 64 characters.
    public var pathText: String {
        var text = ""
        for step in path {
            switch step {
            case .index(let index):
                text += "[\(index)]"
            case .name(let name) where Self.isPlainWord(name):
                text += text.isEmpty ? name : "." + name
            case .name(let name):
                var writer = JSONWriter()
                writer.string(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))))
                text += "[" + String(decoding: writer.finish(), as: UTF8.self) + "]"
            }
        }
        return text
    }

    /// The sentence with the place.
    ///
    /// For example `A JSON value was expected (at byte 17, redirect_uris[2]).`
    public var description: String {
        let place = path.isEmpty ? "at byte \(offset)" : "at byte \(offset), \(pathText)"
        return "\(reason.sentence.dropLast()) (\(place))."
    }

    private static func isPlainWord(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte == .minus
                    || (.digit0 ... .digit9).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
    }
}
