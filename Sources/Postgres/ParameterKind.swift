// The PostgreSQL types that cross this border, by their object identifiers in `pg_type`.

internal import CLibPQ

/// A built-in type's object identifier.
enum TypeID {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let character: Oid = 18
    static let name: Oid = 19
    static let integer64: Oid = 20
    static let integer16: Oid = 21
    static let integer32: Oid = 23
    static let text: Oid = 25
    static let objectID: Oid = 26
    static let json: Oid = 114
    static let textArray: Oid = 1009
    static let integer64Array: Oid = 1016
    static let paddedText: Oid = 1042
    static let varyingText: Oid = 1043
    static let varyingTextArray: Oid = 1015
    static let void: Oid = 2278
    static let time: Oid = 1184
    static let unknown: Oid = 705
    static let binaryJSON: Oid = 3802
}

/// Which case of `Parameter` a statement was prepared for.
///
/// A statement prepared while a parameter was NULL has that parameter's type inferred by the
/// server, so the first other value asks for a new preparation.
enum ParameterKind: UInt8, Hashable {
    case null, text, integer, integers, boolean, bytes, time, texts, json

    init(_ parameter: Parameter) {
        self =
            switch parameter {
            case .null: .null
            case .text: .text
            case .integer: .integer
            case .integers: .integers
            case .boolean: .boolean
            case .bytes: .bytes
            case .time: .time
            case .texts: .texts
            case .json: .json
            }
    }

    /// The type to declare; zero leaves it to the server.
    var typeID: Oid {
        switch self {
        case .null: 0
        case .text: TypeID.text
        case .integer: TypeID.integer64
        case .integers: TypeID.integer64Array
        case .boolean: TypeID.boolean
        case .bytes: TypeID.bytes
        case .time: TypeID.time
        case .texts: TypeID.textArray
        case .json: TypeID.json
        }
    }
}
