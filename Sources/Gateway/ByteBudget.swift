// Memory that many connections use together.

/// How many bytes of one kind a loop's connections hold together, and may hold.
final class ByteBudget {
    fileprivate(set) var held = 0
    private let heldMax: Int

    init(heldMax: Int) {
        self.heldMax = heldMax
    }

    /// Whether more is held than may be.
    var isExceeded: Bool { held > heldMax }

    /// Whether so many bytes more may be held.
    func hasRoom(for bytes: Int) -> Bool { held + bytes <= heldMax }
}

/// What one connection holds of a budget.
struct BudgetShare {
    let budget: ByteBudget
    private var held = 0

    init(of budget: ByteBudget) {
        self.budget = budget
    }

    /// Notes how many bytes the connection holds now.
    mutating func hold(_ bytes: Int) {
        budget.held += bytes - held
        held = bytes
    }
}
