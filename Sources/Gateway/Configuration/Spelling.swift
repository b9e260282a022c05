/// Which name was probably meant: for an error that helps, not for guessing a value.

/// Compares names by how many characters have to change.
enum Spelling {
    /// The known name that is nearest, or nil where none is near.
    static func nearest(to name: String, among known: [String]) -> String? {
        let ranked = known.map { (name: $0, distance: distance(name, $0)) }
        if let nearest = ranked.min(by: { $0.distance < $1.distance }),
            nearest.distance <= max(2, name.count / 4)
        {
            return nearest.name
        }
        // A name without its section, or in another section, is near the one with the same last
        // word.
        let word = lastWord(name)
        let namesakes = known.filter { lastWord($0) == word }
        return namesakes.count == 1 ? namesakes.first : nil
    }

    private static func lastWord(_ name: String) -> Substring {
        name.split(separator: ".").last ?? ""
    }

    /// How many characters have to be inserted, removed or replaced.
    private static func distance(_ one: String, _ other: String) -> Int {
        // The names are the operator's own; the bound keeps a huge one from taking quadratic time.
        let (one, other) = (Array(one.lowercased().prefix(128)), Array(other.lowercased()))
        var row = Array(0...other.count)
        for (line, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let replaced = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
