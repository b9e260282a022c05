// Feeds octets to a decoder whole and in pieces, and writes down what came out.

import HTTPWire
import Testing

/// What a decoder made of some octets, as text that reads well in a failed expectation.
struct Transcript: Equatable, CustomStringConvertible {
    var lines: [String] = []
    var error: WireError?
    var phase = RequestDecoder.Phase.idle
    var isEmpty = true

    /// Decodes the pieces one after another, as a connection would.
    init(_ pieces: [ArraySlice<UInt8>], limits: Limits = Limits()) {
        var decoder = RequestDecoder(limits: limits)
        do throws(WireError) {
            for piece in pieces {
                decoder.append(piece.span)
                try drain(&decoder)
            }
        } catch {
            self.error = error
        }
        phase = decoder.phase
        isEmpty = decoder.isEmpty
    }

    init(_ octets: [UInt8], limits: Limits = Limits()) { self.init([octets[...]], limits: limits) }

    var description: String {
        (lines + [error.map { "error: \($0)" } ?? "phase: \(phase)"]).joined(separator: "\n")
    }

    private mutating func drain(_ decoder: inout RequestDecoder) throws(WireError) {
        while true {
            switch try decoder.next() {
            case .needMore: return
            case .expectContinue: lines.append("expect continue")
            case .request(let request): lines.append(summary(of: request))
            }
        }
    }
}

/// Returns everything a request says, in one line.
func summary(of request: Request) -> String {
    let target = request.target
    let fields = (0..<request.fields.count).map {
        "\(request.fields.name(at: $0))=\(request.fields.value(at: $0))"
    }
    let body = String(decoding: request.body, as: UTF8.self)
    return """
        \(request.method) \(target.form) \(target.path) \(target.query ?? "-") \
        1.\(request.minorVersion) [\(fields.joined(separator: "|"))] <\(body)> \
        \(request.keepsAlive ? "keep-alive" : "close")
        """
}

/// Decodes octets whole, octet by octet and cut in two everywhere, and expects one result.
@discardableResult
func decode(
    _ octets: [UInt8], limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> Transcript {
    let whole = Transcript(octets, limits: limits)
    let single = Transcript(octets.indices.map { octets[$0...$0] }, limits: limits)
    #expect(single == whole, "octet by octet", sourceLocation: sourceLocation)
    for split in 0...octets.count {
        let cut = Transcript([octets[..<split], octets[split...]], limits: limits)
        #expect(cut == whole, "split at \(split)", sourceLocation: sourceLocation)
    }
    return whole
}

/// Decodes text under the same expectation.
@discardableResult
func decode(
    _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> Transcript {
    decode(Array(text.utf8), limits: limits, sourceLocation: sourceLocation)
}

/// Returns the one request that the text is.
func request(
    _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) throws -> Request {
    var decoder = RequestDecoder(limits: limits)
    decoder.append(Array(text.utf8).span)
    guard case .request(let request) = try decoder.next() else {
        throw Incomplete()
    }
    #expect(decoder.isEmpty, sourceLocation: sourceLocation)
    return request
}

/// A request was expected and is not all there.
struct Incomplete: Error {}
