// Query parameters → a page of a list, and the link to the next.

import Domain
import HTTPWire

extension Call {
    /// Reads the page, filters and cursor that the route's query parameters stand for.
    ///
    /// Unknown parameters are ignored; a repeated one counts by its first value. Throws for the
    /// first parameter, in the route's order, that breaks its rules.
    func listIntent() throws(APIError) -> ListIntent {
        try listIntent(try queryForm())
    }

    /// As `listIntent`, with the parameters as the dialect read them.
    func listIntent(_ query: Form) throws(APIError) -> ListIntent {
        let projection = route.projection
        var limit = route.rowsMax
        var start = PageStart.offset(0)
        var filters: [Filter] = []
        for parameter in route.query {
            let text = query[parameter.name] ?? ""
            try Projection.check(.text(text), parameter.rules, of: parameter.name)
            switch parameter.role {
            case .limit(let range):
                guard let number = Int(text), range.contains(number) else {
                    throw .invalid(
                        parameter.name,
                        "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
                }
                limit = number
            case .offset:
                guard let number = Int(text), number >= 0 else {
                    throw .invalid(parameter.name, "must be a whole number from 0 to \(Int.max)")
                }
                start = .offset(number)
            case .cursor:
                if !text.isEmpty { start = .cursor(text) }
            case .equals(let field):
                guard !text.isEmpty else { continue }
                filters.append(.equals(field: projection.resource.ordinal(of: field), text))
            case .isOneOf(let field):
                let texts = text.split(atOctet: UInt8(ascii: ","))
                filters.append(.isOneOf(field: projection.resource.ordinal(of: field), texts))
            case .tenant, .names: continue
            }
        }
        var list = ListIntent(
            projection.resource, fields: projection.fields, owner: try owner(),
            page: Page(limit: limit, start: start))
        list.filters = filters
        list.order = projection.order
        // What the keys themselves bound needs no page, and runs in their order.
        if limit == nil { list.order = projection.resource.keyOrder }
        return list
    }

    /// The query's parameters, at most so many.
    func queryForm(pairsMax: Int = Form.defaultPairsMax) throws(APIError) -> Form {
        do throws(FormError) {
            return try request.target.queryForm(pairsMax: pairsMax)
        } catch {
            throw .badRequest(
                "the query is not percent-encoded UTF-8 with at most \(pairsMax) parameters")
        }
    }

    /// The link to the next page, if there is one: the same request with the cursor (RFC 8288).
    ///
    /// Without a token in it, which a link would spread.
    func nextLink(_ cursor: String?) -> ResponseField? {
        guard let cursor, let parameter = route.query.first(where: \.isCursor) else { return nil }
        var link: [UInt8] = []
        link.reserveCapacity(256)
        link.append(contentsOf: "<\(request.target.path)?".utf8)
        request.target.appendQuery(without: parameter.name, "access_token", to: &link)
        link.append(contentsOf: "\(PercentCoding.encode(parameter.name))=".utf8)
        link.append(contentsOf: PercentCoding.encode(cursor).utf8)
        link.append(contentsOf: ">; rel=\"next\"".utf8)
        return FieldValue(octets: link).map { ResponseField(.link, $0) }
    }
}

extension QueryParameter {
    var isCursor: Bool {
        switch role {
        case .cursor: true
        case .limit, .offset, .equals, .isOneOf, .tenant, .names: false
        }
    }
}
