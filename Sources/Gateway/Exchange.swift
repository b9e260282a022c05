import Dialects
import Domain
import HTTPWire
import OAuth
import Reactor

/// What is known of a request while it is answered: for its log line, its metrics and its
/// `Server-Timing`.
struct Exchange {
    /// Names the request in the answer and the log.
    let requestID: String
    /// When it was taken up.
    let started: Instant
    /// The tenant, once known.
    var tenant: Tenant?
    /// The caller, once known.
    var principal: Principal?
    /// The dialect whose path it is, once known.
    var dialect: DialectName?
    /// The operation's name, once found.
    var operation: String?
    /// Why it was not answered as asked, where it was not.
    var error: APIError?
    /// What a protocol refused.
    var refusal: OAuthError?
    /// How long each step took, where that was asked for.
    private(set) var steps: [(step: Step, nanoseconds: Int64)]?
    private var stepStarted: Instant

    /// The steps that `Server-Timing` names.
    enum Step: String {
        case tenant, auth, plan, db, encode
    }

    init(requestID: String, timesSteps: Bool) {
        self.requestID = requestID
        started = Instant.current()
        stepStarted = started
        steps = timesSteps ? [] : nil
    }

    /// Notes that a step is over; the next one starts now.
    mutating func finished(_ step: Step) {
        guard steps != nil else { return }
        let now = Instant.current()
        steps?.append((step, now.nanoseconds - stepStarted.nanoseconds))
        stepStarted = now
    }

    /// `tenant;dur=0.012, auth;dur=0.034` in milliseconds; nil where it was not asked for.
    var serverTiming: FieldValue? {
        guard let steps, !steps.isEmpty else { return nil }
        let text = steps.map { step, nanoseconds in
            let micro = nanoseconds / 1000
            let fraction = String(micro % 1000 + 1000).dropFirst()
            return "\(step.rawValue);dur=\(micro / 1000).\(fraction)"
        }
        return FieldValue(sanitizing: text.joined(separator: ", "))
    }

    /// Whether a request asks for the times: by a `Server-Timing` field, or `Prefer:
    /// server-timing`.
    static func asksForSteps(_ request: Request) -> Bool {
        request.fields.count(of: .serverTiming) > 0
            || request.fields.values(of: .prefer).contains { preferences in
                preferences.lowercased().split(separator: ",")
                    .contains { $0.drop { $0 == " " }.prefix { $0 != " " } == "server-timing" }
            }
    }
}
