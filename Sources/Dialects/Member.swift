public import Domain

/// A member as a dialect's file writes it.
public struct MemberDeclaration: Sendable {
    let name: String
    let field: any AnyField
    let form: WireForm
    var rules: [Rule] = []
    var isShownOnly = false
    var constants: Constants?

    /// A member that shows the field in the given form, under the field's own rules and these.
    public static func member(
        _ name: String, _ field: any AnyField, _ form: WireForm, _ rules: Rule...
    ) -> MemberDeclaration {
        MemberDeclaration(name: name, field: field, form: form, rules: rules)
    }

    /// A member that shows the field, and that a request does not set.
    public static func shown(
        _ name: String, _ field: any AnyField, _ form: WireForm
    ) -> MemberDeclaration {
        MemberDeclaration(name: name, field: field, form: form, isShownOnly: true)
    }

    /// A member that is one of a few words.
    public static func constant(
        _ name: String, _ field: Field<String>, _ constants: Constants
    ) -> MemberDeclaration {
        MemberDeclaration(name: name, field: field, form: .constant, constants: constants)
    }
}

/// The words that a member can be, in upper case; requests may write them in any case.
public struct Constants: Sendable, Hashable {
    /// All of them, the usual one first.
    public let words: [String]
    /// What stands where nothing was sent.
    public let usual: String

    /// The usual word and the others.
    public init(usual: String, others: String...) {
        words = [usual] + others
        self.usual = usual
    }
}

/// How a field's value is written in JSON.
public enum WireForm: Sendable, Hashable {
    /// A string; `""` where there is nothing.
    case text
    /// A string; the member is left out where there is nothing.
    case optionalText
    /// A string that the gateway makes where none, or an empty one, is sent.
    case madeText
    /// A string: the first of the field's texts, `""` where there is none. Sent, it is the only.
    case onlyText
    /// An array of strings, each once.
    case texts
    /// A number of whole seconds since the Unix epoch.
    case unixSeconds
    /// A string `yyyy-MM-dd HH:mm:ss`, UTC; the member is left out where there is nothing.
    case localTime
    /// A whole number in a string.
    case decimalText
    /// `true` or `false`; sent, also as a string. Where nothing is sent, it is true.
    case flag
    /// A string: one of the member's constants. Sent, also as `{"value": …}`.
    case constant
    /// An object, shown as it was sent.
    case object
    /// A string that is never shown: `null`.
    case secret
}

/// A member of a resource on a dialect's wire.
public final class Member: Sendable {
    /// Its name.
    public let name: String
    /// How its value is written.
    public let form: WireForm
    /// What a sent value must keep, in this order: first that there is one, then the dialect's
    /// rules, then the field's.
    public let rules: [Rule]
    /// Whether a request sets it on create.
    public let isSentOnCreate: Bool
    /// Whether a request sets it on change.
    public let isSentOnChange: Bool
    /// The words that it can be, where its form is `constant`.
    public let constants: Constants?
    /// The field's place in its resource.
    public let ordinal: Int

    init(_ declaration: MemberDeclaration, of resource: Resource) {
        name = declaration.name
        form = declaration.form
        constants = declaration.constants
        ordinal = resource.ordinal(of: declaration.field)
        let field = resource.fields[ordinal]
        let all = declaration.rules + field.rules
        // What is not blank is not empty either, and says so in its own words.
        let demands: [Rule] =
            all.contains(.notBlank) ? [.notBlank] : all.contains(.required) ? [.required] : []
        rules = demands + all.filter { $0 != .required && $0 != .notBlank }
        isSentOnChange = field.origin == .request && !declaration.isShownOnly
        isSentOnCreate =
            isSentOnChange || (field.origin == .creation && !declaration.isShownOnly)
    }
}
