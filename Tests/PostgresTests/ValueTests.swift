// Values there and back, in binary form.

import Postgres
import Testing

@Suite(
    "Values", .enabled(if: TestDatabase.isGiven, "POSTERN_TEST_DATABASE_URL is not set"),
    .timeLimit(.minutes(20)))
struct ValueTests {
    /// What the server returns for one parameter, and how the server itself spells it.
    private func echo(
        _ parameter: Parameter, as type: String, _ check: (Rows) throws -> Void
    ) async throws {
        let session = try await Session.connect(try #require(TestDatabase.clusterURL))
        let query = Query("SELECT $1::\(type), ($1::\(type))::text")
        try check(try await session.query(Statement(query, [parameter])))
        await session.close()
    }

    @Test("text", arguments: ["", "plain", "Grüße, 世界 🌍", String(repeating: "x", count: 100_000)])
    func text(_ value: String) async throws {
        try await echo(.text(value), as: "text") { #expect($0.text(0, 0) == value) }
    }

    @Test("what is lent is what is read, and an empty text for NULL")
    func lent() async throws {
        let session = try await Session.connect(try #require(TestDatabase.clusterURL))
        let rows = try await session.query(
            Statement(
                Query(
                    """
                    SELECT 'é🌍', '', NULL::text, '{"a": 1}'::jsonb, ARRAY[NULL, '', 'b'],
                        ARRAY['c', 'd'], '{}'::text[], NULL::text[], '{{e}}'::text[], 'f'
                    FROM generate_series(1, 2)
                    """)))
        await session.close()
        for row in 0..<2 {
            let texts = [(0, "é🌍"), (1, ""), (2, ""), (3, #"{"a": 1}"#), (9, "f")]
            for (column, text) in texts {
                rows.withText(row, column) { #expect(Self.string($0) == text) }
            }
            for (column, text) in [(4, ""), (5, "c"), (6, ""), (7, ""), (8, "")] {
                rows.withFirstText(row, column) { #expect(Self.string($0) == text) }
            }
            #expect(rows.texts(row, 4) == ["", "b"])
            #expect(rows.isNull(row, 2) && rows.isNull(row, 7) && !rows.isNull(row, 1))
        }
    }

    private static func string(_ text: Span<UInt8>) -> String {
        String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
    }

    @Test("int8", arguments: [0, 1, -1, .max, .min] as [Int64])
    func integer(_ value: Int64) async throws {
        try await echo(.integer(value), as: "int8") {
            #expect($0.integer(0, 0) == value)
            #expect($0.text(0, 1) == "\(value)")
        }
    }

    @Test("bool", arguments: [true, false])
    func boolean(_ value: Bool) async throws {
        try await echo(.boolean(value), as: "bool") {
            #expect($0.boolean(0, 0) == value)
            #expect($0.text(0, 1) == "\(value)")
        }
    }

    @Test("bytea", arguments: [[], [0], Array(0...255)] as [[UInt8]])
    func bytes(_ value: [UInt8]) async throws {
        try await echo(.bytes(value), as: "bytea") { rows in
            #expect(rows.bytes(0, 0) == value)
            #expect(rows.withBytes(0, 0) { $0.count } == value.count)
        }
    }

    @Test(
        "timestamptz",
        arguments: [
            (0, "1970-01-01 00:00:00+00"), (1_700_000_000_123_456, "2023-11-14 22:13:20.123456+00"),
            (-1, "1969-12-31 23:59:59.999999+00"), (.max, "infinity"), (.min, "-infinity"),
        ] as [(Int64, String)])
    func time(_ value: Int64, _ spelled: String) async throws {
        try await echo(.time(value), as: "timestamptz") {
            #expect($0.time(0, 0) == value)
            #expect($0.text(0, 1) == spelled)
        }
    }

    @Test(
        "text[]",
        arguments: [
            ([], "{}"), (["a"], "{a}"),
            (["a b", "", "\"q\"", "null"], #"{"a b","","\"q\"","null"}"#),
        ])
    func texts(_ value: [String], _ spelled: String) async throws {
        try await echo(.texts(value), as: "text[]") {
            #expect($0.texts(0, 0) == value)
            #expect($0.text(0, 1) == spelled)
        }
    }

    @Test("int8[]", arguments: [[], [1], [.min, 0, .max]] as [[Int64]])
    func integers(_ value: [Int64]) async throws {
        try await echo(.integers(value), as: "int8[]") { #expect($0.integers(0, 0) == value) }
    }

    @Test("json, and jsonb made of it")
    func json() async throws {
        let value = #"{"a": [1, 2.50, "ü"], "b": null}"#
        for type in ["json", "jsonb"] {
            try await echo(.json(Array(value.utf8)), as: type) {
                #expect($0.json(0, 0) == Array(value.utf8))
                #expect($0.text(0, 0) == value)
            }
        }
    }

    @Test("Columns of other widths and kinds")
    func columns() async throws {
        try await TestDatabase.with("CREATE TYPE mood AS ENUM ('sad', 'happy')") { database in
            let session = try await Session.connect(database.url)
            let rows = try await session.query(
                Statement(
                    Query(
                        """
                        SELECT 1::int2, -2::int4, 3::oid, 'v'::varchar, 'n'::name, 'happy'::mood,
                            '{"a":1}'::json, NULL::text, ARRAY['x', NULL, 'y']
                        FROM generate_series(1, 3)
                        """)))
            #expect(rows.count == 3 && rows.columnCount == 9 && rows.affected == 3)
            for row in 0..<3 {
                #expect((0..<3).map { rows.integer(row, $0) } == [1, -2, 3])
                #expect((3..<7).map { rows.text(row, $0) } == ["v", "n", "happy", #"{"a":1}"#])
                #expect(rows.isNull(row, 7) && !rows.isNull(row, 6))
                #expect(rows.texts(row, 8) == ["x", "y"])
            }
            await session.close()
        }
    }

    @Test("More parameters than usual in one statement")
    func manyParameters() async throws {
        try await TestDatabase.with { database in
            let session = try await Session.connect(database.url)
            let list = (1...500).map { "$\($0)::bigint" }.joined(separator: " + ")
            let rows = try await session.query(
                Statement(Query("SELECT \(list)"), (1...500).map { .integer($0) }))
            #expect(rows.integer(0, 0) == 125_250)
            await session.close()
        }
    }
}
