/// Objects keep their order, hold a name once, and answer by name at any size.

import JSONWire
import Testing

@Suite struct JSONObjectTests {
    @Test("Setting a member replaces, appends or removes it, and the order stays")
    func settingMembers() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        object["b"] = "two"
        object["d"] = 4
        object["a"] = .some(nil)
        #expect(object.names == ["a", "b", "c", "d"])
        #expect(object["b"]?.string == "two")
        #expect(object["a"]?.isNull == true)
        object["c"] = Optional<JSON>.none
        object["unknown"] = Optional<JSON>.none
        #expect(object.names == ["a", "b", "d"])
        #expect(object["c"] == Optional<JSON>.none)
    }

    @Test("Members are found, replaced and removed at any size", arguments: [1, 16, 17, 18, 1_000])
    func anySize(count: Int) {
        var object = JSONObject()
        for number in 0..<count {
            object.append("name\(number)", .integer(Int64(number)))
        }
        let appended = object.append("name0", nil)
        #expect(!appended)
        #expect(object.count == count)
        #expect(object["name\(count - 1)"]?.integer == Int64(count - 1))
        #expect(object["name\(count)"] == Optional<JSON>.none)
        object["name\(count - 1)"] = "last"
        #expect(object["name\(count - 1)"] == "last")
        object["name0"] = Optional<JSON>.none
        #expect(object["name0"] == Optional<JSON>.none)
        #expect(object.count == count - 1)
        #expect(object["name\(count - 1)"] == (count > 1 ? "last" : Optional<JSON>.none))
    }

    @Test("Equality does not depend on the order")
    func equality() {
        let one: JSONObject = ["a": 1, "b": [2]]
        let other: JSONObject = ["b": [2], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "b": [3]])
        #expect(one != ["a": 1, "c": [2]])
    }

    @Test("Two spellings of one character are two names", arguments: [0, 20])
    func canonicalEquivalence(others: Int) {
        var object = JSONObject()
        for number in 0..<others {
            object.append("name\(number)", nil)
        }
        object.append("caf\u{E9}", 1)
        object.append("cafe\u{301}", 2)
        #expect(object["caf\u{E9}"] == 1)
        #expect(object["cafe\u{301}"] == 2)
    }

    @Test("Values answer for their own kind only")
    func accessors() {
        let value: JSON = [
            "name": "Shop", "uris": ["a", "b"], "mixed": ["a", 1], "ttl": 1.5, "on": true,
        ]
        #expect(value["name"]?.string == "Shop")
        #expect(value["uris"]?.strings == ["a", "b"])
        #expect(value["uris"]?[1] == "b")
        #expect(value["uris"]?[2] == Optional<JSON>.none)
        #expect(value["uris"]?[-1] == Optional<JSON>.none)
        #expect(value["mixed"]?.strings == nil)
        #expect(value["ttl"]?.double == 1.5)
        #expect(value["ttl"]?.integer == nil)
        #expect(value["on"]?.boolean == true)
        #expect(value["name"]?["x"] == Optional<JSON>.none)
        #expect(value["name"]?.array == nil && value["name"]?.object == nil)
        #expect(value["on"]?.string == nil && value["on"]?.number == nil)
        #expect(value.object?.map(\.name) == ["name", "uris", "mixed", "ttl", "on"])
    }
}
