// From rows back to an outcome.

import Domain
import Postgres

extension Plan {
    /// Reads what the transaction answered.
    func outcome(of answers: [Rows], cursors: CursorSeal?) throws(APIError) -> Outcome {
        switch reading {
        case .page(let reading): return page(answers[0], reading, cursors: cursors)
        case .record(let name, let fields, let precondition):
            guard answers[0].count > 0 else { throw .notFound(name) }
            let version = answers[0].integer(0, fields.count)
            guard precondition.allows(version) else { throw .preconditionFailed }
            let cells = RowCells(answers[0], of: name.resource, fields)
            return .record(Records(fields: fields, count: 1, cells: cells), version: version)
        case .created(let creation):
            return .created(creation.keys, secret: creation.secret, version: creation.version)
        case .change(let change):
            let version = try version(answers, change)
            return .changed(keys(answers[0], change), version: version)
        case .deletion(let change):
            _ = try version(answers, change)
            return .deleted
        case .rotation(let change, let secret):
            let version = try version(answers, change)
            return .rotated(keys(answers[0], change), secret: secret, version: version)
        case .absence:
            return .deleted
        case .logo(let name, let precondition):
            guard answers[0].count > 0 else { throw .noLogo(of: name) }
            // Its tag is weak, so no version of it satisfies a strong comparison.
            guard precondition == .exists else { throw .preconditionFailed }
            return .logo(png: answers[0].bytes(0, 0), digest: answers[0].text(0, 1))
        }
    }

    /// A change's row says its keys after its version.
    private func keys(_ rows: Rows, _ change: Change) -> RowKeys {
        let resource = change.name.resource
        return RowKeys(of: resource) { place in
            resource.keys.firstIndex(of: place).map { rows.text(0, 1 + $0) } ?? ""
        }
    }

    private func version(_ answers: [Rows], _ change: Change) throws(APIError) -> Int64 {
        if answers[0].count > 0 { return answers[0].integer(0, 0) }
        guard change.probes, answers[1].count > 0 else { throw .notFound(change.name) }
        throw .preconditionFailed
    }

    /// One row more than shown was asked for: its presence says that there is a next page.
    private func page(_ rows: Rows, _ reading: ListReading, cursors: CursorSeal?) -> Outcome {
        let intent = reading.intent
        let shown = min(rows.count, intent.page.limit ?? rows.count)
        let cells = RowCells(rows, of: intent.resource, reading.selected)
        let records = Records(fields: reading.selected, count: shown, cells: cells)
        guard rows.count > shown, shown > 0, let cursors else {
            return .list(records, next: nil)
        }
        let sort = cells.value(shown - 1, of: intent.order.field)
        guard case .text(let key) = cells.value(shown - 1, of: intent.order.key) else {
            return .list(records, next: nil)
        }
        let position = CursorPosition(sort: sort, key: key)
        let scope = CursorScope(intent, tenant: reading.tenant)
        return .list(records, next: cursors.seal(position, scope: scope))
    }

    /// Why the transaction failed; where a new row's key was taken, which one.
    func refusal(after error: PostgresError) -> APIError {
        let refusal = APIError(error)
        guard case .created(let creation) = reading, error.kind == .server(.uniqueViolation) else {
            return refusal
        }
        let resource = creation.resource
        let taken = resource.keys.first { place in
            error.constraint == "\(resource.table)_\(resource.fields[place].name)"
        }
        return APIError(
            .conflict(key: creation.keys[taken ?? resource.key]), refusal.sentence,
            detail: refusal.detail)
    }
}
