// Two texts that should be the same, shown so that a person sees where they are not.

/// Nil where both texts are the same; else their lines, with `-` before those of `expected` alone
/// and `+` before those of `actual` alone, and a few lines around them.
package func difference(_ actual: String, from expected: String) -> String? {
    guard actual != expected else { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    var lines: [(mark: Character, text: Substring)] = []
    var place = 0
    for index in old.indices {
        while inserted.contains(place) {
            lines.append(("+", new[place]))
            place += 1
        }
        lines.append((removed.contains(index) ? "-" : " ", old[index]))
        if !removed.contains(index) { place += 1 }
    }
    lines += new[min(place, new.count)...].map { ("+", $0) }
    return shown(lines)
}

/// The marked lines with three around each; what lies between is an ellipsis.
private func shown(_ lines: [(mark: Character, text: Substring)]) -> String {
    let reach = 3
    var kept: Set<Int> = []
    for (index, line) in lines.enumerated() where line.mark != " " {
        kept.formUnion(max(0, index - reach)...min(lines.count - 1, index + reach))
    }
    var text = "\n"
    var last = -1
    for index in kept.sorted() {
        if index > last + 1 { text += "  …\n" }
        text += "\(lines[index].mark) \(lines[index].text)\n"
        last = index
    }
    return text
}
