/// A map that never holds more than its capacity and forgets what was not asked for longest,
/// roughly: two generations, of which the older is dropped whole when the younger is full.
///
/// Cheaper than keeping exact order of use: a hit in the young generation is one look-up.
public struct GenerationalCache<Key: Hashable, Element> {
    private var young: [Key: Element] = [:]
    private var old: [Key: Element] = [:]
    private let generationMax: Int

    /// Holds at most `capacity` elements; none at all where it is 0.
    public init(capacity: Int) {
        generationMax = capacity / 2
    }

    /// How many elements it holds.
    public var count: Int { young.count + old.count }

    /// The key's element; an old one becomes young again.
    public mutating func find(_ key: Key) -> Element? {
        if let element = young[key] { return element }
        guard let element = old[key] else { return nil }
        insert(element, for: key)
        return element
    }

    /// Takes an element, in the place of the key's own, if it has one.
    public mutating func insert(_ element: Element, for key: Key) {
        guard generationMax > 0 else { return }
        if young.count >= generationMax, young[key] == nil {
            swap(&old, &young)
            young.removeAll(keepingCapacity: true)
        }
        young[key] = element
        // What it replaces must not come back when this one is removed.
        old[key] = nil
    }

    /// Forgets the key.
    public mutating func remove(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }

    /// Forgets everything.
    public mutating func removeAll() {
        young = [:]
        old = [:]
    }

    /// Removes what the condition holds for; looks at every element.
    public mutating func removeAll(where condition: (Key, Element) -> Bool) {
        young = young.filter { !condition($0.key, $0.value) }
        old = old.filter { !condition($0.key, $0.value) }
    }
}
