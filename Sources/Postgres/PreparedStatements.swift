// Which queries one connection has prepared, under which number, and which to forget.

/// The prepared statements of one connection.
///
/// Decides; sends nothing.
///
/// A number is given out once per connection and never again, so that an error about an old
/// preparation can't be mistaken for one about its successor.
struct PreparedStatements {
    /// How many statements a connection keeps prepared unless told otherwise.
    static let countMaxDefault = 256

    /// How to run a query now.
    enum Use: Equatable {
        case ready(number: Int)
        case prepare(number: Int)
    }

    private struct Entry {
        let number: Int
        var kinds: [ParameterKind]
        var columns: Columns?
        var usedAt: Int
    }

    private let countMax: Int
    private var entries: [Int: Entry] = [:]
    private var superseded: [Int] = []
    private var lastNumber = 0
    private var uses = 0

    init(countMax: Int = countMaxDefault) {
        self.countMax = max(1, countMax)
    }

    var count: Int { entries.count }

    /// Says how to run a query, and counts it as prepared from here on.
    ///
    /// A preparation is counted before the server has confirmed it. `isAnew` relies on none.
    mutating func use(_ queryID: Int, _ parameters: [Parameter], isAnew: Bool = false) -> Use {
        uses += 1
        guard let index = entries.index(forKey: queryID) else {
            return add(queryID, parameters.map { ParameterKind($0) })
        }
        let entry = entries.values[index]
        if !isAnew, fits(entry.kinds, parameters) {
            entries.values[index].usedAt = uses
            return .ready(number: entry.number)
        }
        superseded.append(entry.number)
        entries.remove(at: index)
        return add(queryID, merged(entry.kinds, parameters))
    }

    /// Whether a query can be run without being prepared first.
    func has(_ queryID: Int, _ parameters: [Parameter]) -> Bool {
        entries[queryID].map { fits($0.kinds, parameters) } ?? false
    }

    /// What the current preparation of a query was declared with.
    func kinds(of queryID: Int) -> [ParameterKind] {
        entries[queryID]?.kinds ?? []
    }

    /// The columns that this preparation's results have had so far.
    func columns(of queryID: Int, number: Int) -> Columns? {
        guard let entry = entries[queryID], entry.number == number else { return nil }
        return entry.columns
    }

    /// Remembers the columns, so that the next result need not read them again.
    mutating func setColumns(_ columns: Columns, of queryID: Int, number: Int) {
        guard entries[queryID]?.number == number else { return }
        entries[queryID]?.columns = columns
    }

    /// Forgets a preparation; when it still exists on the server it is closed later.
    mutating func forget(_ queryID: Int, number: Int, existsOnServer: Bool) {
        guard entries[queryID]?.number == number else { return }
        entries[queryID] = nil
        if existsOnServer { superseded.append(number) }
    }

    /// Forgets everything, for one that the server did not know; unless that is forgotten already.
    mutating func forgetAll(becauseOf queryID: Int, number: Int) {
        guard entries[queryID]?.number == number else { return }
        entries[queryID] = nil
        // Some may exist all the same; closing one that does not does no harm.
        superseded.append(contentsOf: entries.values.map(\.number))
        entries.removeAll()
    }

    /// The next preparation to close on the server, each given once.
    mutating func nextToClose() -> Int? {
        superseded.popLast()
    }

    private mutating func add(_ queryID: Int, _ kinds: [ParameterKind]) -> Use {
        if entries.count >= countMax,
            let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt })
        {
            superseded.append(oldest.value.number)
            entries[oldest.key] = nil
        }
        lastNumber += 1
        entries[queryID] = Entry(number: lastNumber, kinds: kinds, columns: nil, usedAt: uses)
        return .prepare(number: lastNumber)
    }

    /// NULL can stand for any type that was prepared; a value only for its own.
    private func fits(_ kinds: [ParameterKind], _ parameters: [Parameter]) -> Bool {
        guard kinds.count == parameters.count else { return false }
        for index in kinds.indices {
            let kind = ParameterKind(parameters[index])
            if kind != kinds[index], kind != .null { return false }
        }
        return true
    }

    private func merged(_ kinds: [ParameterKind], _ parameters: [Parameter]) -> [ParameterKind] {
        parameters.indices.map { index in
            let kind = ParameterKind(parameters[index])
            return kind == .null && index < kinds.count ? kinds[index] : kind
        }
    }
}
