/// What came of an `Intent`, free of any wire: the store makes it, the dialects show it.
public enum Outcome: Sendable {
    /// The page, and the cursor of the next one where there is more.
    case list(Records, next: String?)
    /// The row, and the version that its entity tag shows.
    case record(Records, version: Int64)
    /// What names the new row, the secret that the gateway made for it, and its version.
    case created(RowKeys, secret: Secret?, version: Int64)
    /// What names the row that is changed, and the version that it has now.
    case changed(RowKeys, version: Int64)
    /// The row is gone, or every row that was named.
    case deleted
    /// The client's only secret is this one now.
    case rotated(RowKeys, secret: Secret, version: Int64)
    /// The client's logo, a PNG, and what tells it from every other.
    case logo(png: [UInt8], digest: String)
}
