import Access
import Domain

/// Counts failures, so that secrets cannot be guessed: bounded, forgetful, one per loop.
///
/// A name is held back for all who try it from one address, and after many more failures from
/// anywhere; an address is held back for all names.
struct Throttle {
    /// What was tried.
    enum Subject: Hashable {
        /// A user's password, by the digest of the name that was sent.
        case password(tenant: Int64, username: TokenHash)
        /// A client's authentication, by the digest of the id that was sent.
        case client(tenant: Int64, id: TokenHash)
        /// A code that a person typed.
        case userCode(tenant: Int64)
        /// Something that is kept for a public client, which proves nothing: each use counts.
        case unproven(tenant: Int64, client: TokenHash)
    }

    private enum Key: Hashable {
        case subjectFrom(Subject, peer: String)
        case subject(Subject)
        case peer(String, tenant: Int64)
    }

    private struct Count {
        var failures: Int
        var began: Timestamp
    }

    /// The window, in seconds.
    static let window: Int64 = 300
    /// The most counts that are kept.
    private static let countsMax = 16_384
    /// How many times more failures of one name from everywhere, or of one address for all names,
    /// are let pass.
    private static let everywhereFactor = 10

    private var counts = GenerationalCache<Key, Count>(capacity: countsMax)
    private let failuresMax: Int

    init(failuresMax: Int) {
        self.failuresMax = failuresMax
    }

    /// Seconds to wait before another attempt; nil where it may be made now.
    mutating func pause(_ subject: Subject, from peer: String, now: Timestamp) -> Int64? {
        var pause: Int64?
        for (key, most) in keys(subject, peer) {
            guard let count = counts.find(key), count.failures >= most else { continue }
            let left = Self.window - (now.seconds - count.began.seconds)
            if left > 0 { pause = max(pause ?? 0, left) }
        }
        return pause
    }

    /// Notes a failure.
    mutating func failed(_ subject: Subject, from peer: String, now: Timestamp) {
        for (key, _) in keys(subject, peer) {
            var count = counts.find(key) ?? Count(failures: 0, began: now)
            if now.seconds - count.began.seconds >= Self.window {
                count = Count(failures: 0, began: now)
            }
            count.failures += 1
            counts.insert(count, for: key)
        }
    }

    /// Notes that the failure noted last was none: whoever knows the secret is not guessing it.
    mutating func succeeded(_ subject: Subject, from peer: String) {
        for (key, _) in keys(subject, peer).dropFirst() {
            guard var count = counts.find(key), count.failures > 0 else { continue }
            count.failures -= 1
            counts.insert(count, for: key)
        }
        counts.remove(.subjectFrom(subject, peer: peer))
    }

    private func keys(_ subject: Subject, _ peer: String) -> [(Key, Int)] {
        let few = failuresMax
        let many = few * Self.everywhereFactor
        return switch subject {
        case .password, .client, .userCode:
            [
                (.subjectFrom(subject, peer: peer), few), (.subject(subject), many),
                (.peer(peer, tenant: subject.tenant), many),
            ]
        case .unproven:
            [
                (.subjectFrom(subject, peer: peer), many),
                (.subject(subject), many * Self.everywhereFactor),
            ]
        }
    }
}

extension Throttle.Subject {
    fileprivate var tenant: Int64 {
        switch self {
        case .password(let tenant, _), .client(let tenant, _), .userCode(let tenant),
            .unproven(let tenant, _):
            tenant
        }
    }
}
