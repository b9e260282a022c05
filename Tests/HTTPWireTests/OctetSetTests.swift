// The character classes against the grammars that they stand for.

import Testing

@testable import HTTPWire

@Suite struct OctetSetTests {
    private static let alphanumeric =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    @Test(
        "A set holds exactly its octets",
        arguments: [
            (OctetSet.token, alphanumeric + "!#$%&'*+-.^_`|~"),
            (OctetSet.unreserved, alphanumeric + "-._~"),
            (OctetSet.path, alphanumeric + "-._~!$&'()*+,;=:@/%"),
            (OctetSet.query, alphanumeric + "-._~!$&'()*+,;=:@/%?[]"),
            (OctetSet.host, alphanumeric + "-._~!$&'()*+;="),
            (OctetSet.literal, "0123456789ABCDEFabcdef:."),
        ])
    func sets(set: OctetSet, members: String) {
        let members = Set(members.utf8)
        for octet in UInt8.min...UInt8.max {
            #expect(set.contains(octet) == members.contains(octet), "octet \(octet)")
        }
    }

    @Test func entityTagOctets() {
        for octet in UInt8.min...UInt8.max {
            let isMember = (0x21...0x7e).contains(octet) && octet != 0x22
            #expect(OctetSet.entityTag.contains(octet) == isMember, "octet \(octet)")
        }
    }

    @Test func lowerCase() {
        for octet in UInt8.min...UInt8.max {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
            #expect(octet.lowercased == (isUpper ? octet + 32 : octet))
        }
    }

    @Test func hexadecimalDigits() {
        for octet in UInt8.min...UInt8.max {
            let value = octet < 0x80 ? Character(UnicodeScalar(octet)).hexDigitValue : nil
            #expect(octet.hexadecimalValue.map(Int.init) == value)
        }
    }

    @Test("An octet is found wherever it stands and however long the span")
    func firstIndex() {
        for count in 0...40 {
            for position in 0..<count {
                var octets = [UInt8](repeating: 0, count: count)
                octets[position] = 1
                for start in 0...count {
                    let found = octets.span.firstIndex(of: 1, from: start)
                    #expect(found == (start <= position ? position : nil))
                }
            }
        }
    }
}
