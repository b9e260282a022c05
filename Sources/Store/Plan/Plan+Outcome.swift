// From rows back to an outcome.

import Domain
import JSONWire
import Postgres

extension Plan {
    /// Reads what the transaction answered.
    func outcome(of answers: [Rows], cursors: CursorSeal?) throws(APIError) -> Outcome {
        switch reading {
        case .page(let reading): return page(answers[0], reading, cursors: cursors)
        case .record(let resource, let fields):
            guard answers[0].count > 0 else { throw .notFound(resource) }
            let records = Records(answers[0], of: resource, fields: fields, count: 1)
            return .record(records, version: answers[0].integer(0, fields.count))
        case .created(let creation):
            return .created(key: creation.key, secret: creation.secret, version: 1)
        case .change(let change):
            return .changed(version: try version(answers, change))
        case .deletion(let change):
            _ = try version(answers, change)
            return .deleted
        case .rotation(let change, let key, let secret):
            return .rotated(clientID: key, secret: secret, version: try version(answers, change))
        }
    }

    private func version(_ answers: [Rows], _ change: Change) throws(APIError) -> Int64 {
        if answers[0].count > 0 { return answers[0].integer(0, 0) }
        guard change.probes, answers[1].count > 0 else { throw .notFound(change.resource) }
        throw .preconditionFailed
    }

    /// One row more than shown was asked for: its presence says that there is a next page.
    private func page(_ rows: Rows, _ reading: ListReading, cursors: CursorSeal?) -> Outcome {
        let intent = reading.intent
        let shown = min(rows.count, intent.page.limit ?? rows.count)
        let records = Records(
            rows, of: intent.resource, fields: reading.selected, count: shown)
        guard rows.count > shown, shown > 0, let cursors else {
            return .list(records, next: nil)
        }
        let sort = records[shown - 1, reading.selected.position(of: intent.order.field)]
        let key = records[shown - 1, reading.selected.position(of: intent.resource.key)]
        guard case .text(let key) = key else { return .list(records, next: nil) }
        let position = CursorPosition(sort: sort, key: key)
        return .list(records, next: cursors.seal(position, scope: reading.scope))
    }
}

extension Records {
    /// Reads the first rows; their columns are the fields in the order of their places.
    init(_ rows: Rows, of resource: Resource, fields: FieldSet, count: Int) {
        let kinds = fields.ordinals.map { resource.fields[$0].kind }
        var values: [Value] = []
        values.reserveCapacity(count * kinds.count)
        for row in 0..<count {
            for (column, kind) in kinds.enumerated() {
                values.append(Value(rows, row, column, kind: kind))
            }
        }
        self.init(fields: fields, count: count, values: values)
    }
}

extension Value {
    /// Reads a cell that holds the given kind.
    init(_ rows: Rows, _ row: Int, _ column: Int, kind: ValueKind) {
        guard !rows.isNull(row, column) else {
            self = .null
            return
        }
        switch kind {
        case .text: self = .text(rows.text(row, column))
        case .texts: self = .texts(rows.texts(row, column))
        case .integer: self = .integer(rows.integer(row, column))
        case .boolean: self = .boolean(rows.boolean(row, column))
        case .time: self = .time(Timestamp(microseconds: rows.time(row, column)))
        case .json:
            // The database holds valid JSON only; what our limits refuse shows as null.
            self = (try? JSONReader.read(rows.json(row, column))).map(Value.json) ?? .null
        }
    }
}
