// What a template can show, as a closed set: a text, whether something holds, and groups of these.

internal import Mustache

/// The named members of a template.
struct Values: Sendable, ExpressibleByDictionaryLiteral, MustacheParent {
    /// One member; a text that is nil is as if it were not there.
    enum Member: Sendable {
        case text(String?)
        case flag(Bool)
        case one(Values?)
        case many([Values])
    }

    private var members: [String: Member]

    init(dictionaryLiteral elements: (String, Member)...) {
        members = Dictionary(elements) { _, last in last }
    }

    subscript(name: String) -> Member? {
        get { members[name] }
        set { members[name] = newValue }
    }

    func child(named name: String) -> Any? {
        switch members[name] {
        case .text(let text): text
        case .flag(let flag): flag
        case .one(let values): values
        case .many(let list): list
        case nil: nil
        }
    }
}
