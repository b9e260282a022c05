// The bounded map under every cache.

import Testing

@testable import Access

@Suite struct GenerationalCacheTests {
    @Test("what is asked for stays, what is not goes")
    func generations() {
        var cache = GenerationalCache<Int, String>(capacity: 4)
        cache.insert("a", for: 1)
        cache.insert("b", for: 2)
        cache.insert("c", for: 3)
        #expect(cache.find(1) == "a")
        // 3 and 1 are young now, 2 is old; the next one makes it the oldest generation's turn.
        cache.insert("d", for: 4)
        #expect(cache.find(2) == nil)
        #expect(cache.find(1) == "a")
        #expect(cache.find(3) == "c")
        #expect(cache.find(4) == "d")
    }

    @Test("it never holds more than its capacity", arguments: [0, 1, 2, 3, 10, 101])
    func bound(capacity: Int) {
        var cache = GenerationalCache<Int, Int>(capacity: capacity)
        var random = SeededGenerator(seed: UInt64(capacity))
        for step in 0..<2000 {
            let key = Int.random(in: 0..<(3 * capacity + 1), using: &random)
            switch step % 3 {
            case 0, 1: cache.insert(step, for: key)
            default: _ = cache.find(key)
            }
            #expect(cache.count <= capacity)
        }
    }

    @Test("it agrees with a plain dictionary on everything that it still holds")
    func model() {
        var cache = GenerationalCache<Int, Int>(capacity: 16)
        var model: [Int: Int] = [:]
        var random = SeededGenerator(seed: 3)
        for step in 0..<20_000 {
            let key = Int.random(in: 0..<40, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<9:
                cache.insert(step, for: key)
                model[key] = step
            case 9:
                cache.remove(key)
                model[key] = nil
            case 10:
                cache.removeAll { $0 % 5 == 0 && $1 % 2 == 0 }
                model = model.filter { !($0.key % 5 == 0 && $0.value % 2 == 0) }
            default:
                if let found = cache.find(key) { #expect(found == model[key]) }
            }
        }
    }

    @Test("the last one inserted is always found, where there is room at all")
    func lastInserted() {
        var cache = GenerationalCache<Int, Int>(capacity: 2)
        for key in 0..<100 {
            cache.insert(key, for: key)
            #expect(cache.find(key) == key)
        }
        cache.removeAll()
        #expect(cache.count == 0)
    }

    @Test("with no capacity nothing is kept")
    func none() {
        var cache = GenerationalCache<Int, Int>(capacity: 0)
        cache.insert(1, for: 1)
        #expect(cache.find(1) == nil)
    }
}
