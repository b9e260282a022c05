/// The members of a JSON object: their order is kept, and no name stands twice.

/// A JSON object (RFC 8259 §4).
///
/// Names are compared by their code units, as RFC 8259 §8.3 has it, not by canonical equivalence.
/// Two objects are equal when they have the same members in whatever order, since order means
/// nothing.
public struct JSONObject: Sendable {
    /// A name and its value.
    public struct Member: Sendable, Hashable {
        /// The member's name without escapes.
        public let name: String
        /// The member's value.
        public internal(set) var value: JSON
    }

    /// The members in order.
    public private(set) var members: [Member]

    /// Where each name stands; kept only for objects that are too large to search one by one.
    private var positions: [ExactName: Int]

    /// Beyond so many members, hashing a name is cheaper than comparing it with each of them.
    private static let searchedMembersMax = 16

    /// An object without members.
    public init() {
        members = []
        positions = [:]
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in order.
    public var names: [String] { members.map(\.name) }

    /// The value of a member; setting it replaces, appends, or with nil removes the member.
    ///
    /// Removing is linear in the number of members.
    public subscript(name: String) -> JSON? {
        get {
            position(of: name).map { members[$0].value }
        }
        set {
            switch (position(of: name), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(name, value)
            case (nil, nil): break
            }
        }
    }

    /// Appends a member, unless one of that name is there already.
    ///
    /// - Returns: whether the member was appended.
    @discardableResult
    public mutating func append(_ name: String, _ value: JSON) -> Bool {
        guard position(of: name) == nil else { return false }
        members.append(Member(name: name, value: value))
        if !positions.isEmpty {
            positions[ExactName(text: name)] = members.count - 1
        } else if members.count > Self.searchedMembersMax {
            indexMembers()
        }
        return true
    }

    private func position(of name: String) -> Int? {
        if !positions.isEmpty {
            return positions[ExactName(text: name)]
        }
        return members.firstIndex { ExactName.areSame($0.name, name) }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        positions = [:]
        if members.count > Self.searchedMembersMax {
            indexMembers()
        }
    }

    private mutating func indexMembers() {
        for (position, member) in members.enumerated() {
            positions[ExactName(text: member.name)] = position
        }
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in whatever order.
    public static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.count == other.count && one.members.allSatisfy { other[$0.name] == $0.value }
    }

    /// Feeds what does not depend on the order of the members.
    public func hash(into hasher: inout Hasher) {
        var mixed = 0
        for member in members {
            mixed ^= member.hashValue
        }
        hasher.combine(members.count)
        hasher.combine(mixed)
    }
}

extension JSONObject: Sequence {
    /// Walks the members in order.
    public func makeIterator() -> IndexingIterator<[Member]> {
        members.makeIterator()
    }
}

/// A name that equals another only when both have the same bytes in UTF-8.
///
/// Swift's own comparison takes the two ways to write "é" for one, which would merge two members.
private struct ExactName: Hashable {
    let text: String

    static func areSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && one.utf8.elementsEqual(other.utf8)
    }

    static func == (one: ExactName, other: ExactName) -> Bool {
        areSame(one.text, other.text)
    }

    func hash(into hasher: inout Hasher) {
        // Equal bytes are equal texts, so Swift's own hash of the text serves.
        hasher.combine(text)
    }
}
