// The page after a person has decided about a device.

/// Says what became of a device's request; the device learns it by itself.
public struct DeviceDonePage: Sendable, Hashable {
    /// What the person decided.
    public enum Decision: Sendable, Hashable {
        /// The device may use the account.
        case approved
        /// It may not.
        case denied

        var heading: String {
            switch self {
            case .approved: "Your device is connected"
            case .denied: "Your device was not connected"
            }
        }

        var explanation: String {
            switch self {
            case .approved: "It will go on by itself in a few seconds. You can close this page."
            case .denied: "It cannot use your account. You can close this page."
            }
        }
    }

    /// What the page has in common with all others.
    public var frame: PageFrame
    /// The name of the tenant.
    public var tenantName: String
    /// What the person decided.
    public var decision: Decision

    /// Makes a page about a decision.
    public init(frame: PageFrame, tenantName: String, decision: Decision) {
        self.frame = frame
        self.tenantName = tenantName
        self.decision = decision
    }

    /// The page to send.
    public var page: Page {
        let values: Values = [
            "tenantName": .text(tenantName), "heading": .text(decision.heading),
            "explanation": .text(decision.explanation),
        ]
        return Page(.deviceDone, values, in: frame, .inert)
    }
}

extension DeviceDonePage {
    static let template = """
        {{<layout}}
        {{$title}}{{heading}}{{/title}}
        {{$main}}
        <h1>{{heading}}</h1>
        <p class="lead">{{explanation}}</p>
        {{/main}}
        {{/layout}}
        """
}
