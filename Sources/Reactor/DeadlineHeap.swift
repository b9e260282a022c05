// The deadlines of a loop in the order in which it has to look at them.

/// A binary heap of deadlines that knows each one's place, so that a cancelled one leaves at once.
///
/// An entry's key is the time at which the loop will look; the deadline itself may be due later.
/// A deadline that lives for milliseconds must not stay here for the minute it was made for:
/// therefore not a heap of dead entries to be skipped.
struct DeadlineHeap {
    private struct Entry {
        var key: Instant
        let deadline: Deadline
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }

    /// When the loop has to look next.
    var nextKey: Instant? { entries.first?.key }

    /// Makes sure that the deadline is looked at no later than when it is due.
    mutating func arm(_ deadline: Deadline) {
        guard let position = deadline.position else {
            guard deadline.due < .distantFuture else { return }
            entries.append(Entry(key: deadline.due, deadline: deadline))
            deadline.position = entries.count - 1
            siftUp(from: entries.count - 1)
            return
        }
        // Later than its key: it will be looked at too early and put back then.
        guard deadline.due < entries[position].key else { return }
        entries[position].key = deadline.due
        siftUp(from: position)
    }

    mutating func remove(_ deadline: Deadline) {
        guard let position = deadline.position else { return }
        deadline.position = nil
        let last = entries.removeLast()
        guard position < entries.count else { return }
        let replaced = entries[position].key
        place(last, at: position)
        if last.key < replaced { siftUp(from: position) } else { siftDown(from: position) }
    }

    /// Takes out the next deadline that is due at `now`, and re-keys those that have been moved.
    mutating func popDue(at now: Instant) -> Deadline? {
        while let first = entries.first, first.key <= now {
            if first.deadline.due <= first.key {
                remove(first.deadline)
                return first.deadline
            }
            entries[0].key = first.deadline.due
            siftDown(from: 0)
        }
        return nil
    }

    mutating func removeAll() {
        for entry in entries { entry.deadline.position = nil }
        entries.removeAll()
    }

    private mutating func place(_ entry: Entry, at position: Int) {
        entries[position] = entry
        entry.deadline.position = position
    }

    private mutating func siftUp(from start: Int) {
        let entry = entries[start]
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard entry.key < entries[parent].key else { break }
            place(entries[parent], at: position)
            position = parent
        }
        if position != start { place(entry, at: position) }
    }

    private mutating func siftDown(from start: Int) {
        let entry = entries[start]
        var position = start
        while true {
            var child = 2 * position + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].key < entries[child].key { child += 1 }
            guard entries[child].key < entry.key else { break }
            place(entries[child], at: position)
            position = child
        }
        if position != start { place(entry, at: position) }
    }
}
