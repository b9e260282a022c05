/// Numbers keep their text, and give an integer or a floating-point value only where there is one.

import JSONWire
import Testing

@Suite struct JSONNumberTests {
    @Test(
        "A number's integer is exact or absent",
        arguments: [
            ("0", 0), ("-0", 0), ("0.000", 0), ("0e999", 0), ("7", 7), ("-7", -7),
            ("1.0", 1), ("10e-1", 1), ("1e3", 1_000), ("-1.50E1", -15), ("1200e-2", 12),
            ("0.00012e5", 12), ("1000000000000000000000e-20", 10),
            ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("922337203685477580.7e1", .max), ("9223372036854775807.0", .max),
            ("9223372036854775808", nil), ("-9223372036854775809", nil),
            ("9223372036854775808.0", nil), ("1e19", nil), ("1.5", nil), ("1e-1", nil),
            ("1180591620717411303424", nil), ("1e400", nil), ("1e-400", nil),
            ("1e9223372036854775807", nil), ("0.1e-9223372036854775808", nil),
            ("1e99999999999999999999", nil),
        ] as [(String, Int64?)]
    ) func integer(text: String, value: Int64?) throws {
        #expect(try #require(JSONNumber(text)).integer == value)
    }

    @Test(
        "A number's double is finite or absent",
        arguments: [
            ("0", 0), ("1.5", 1.5), ("-2.5e-3", -0.0025), ("1e308", 1e308), ("1e-400", 0),
            ("0.1", 0.1), ("1180591620717411303424", 1_180_591_620_717_411_303_424),
            ("1e309", nil), ("-1e400", nil), ("1e99999999999999999999", nil),
        ] as [(String, Double?)]
    ) func double(text: String, value: Double?) throws {
        #expect(try #require(JSONNumber(text)).double == value)
    }

    @Test(
        "A text outside the grammar makes no number",
        arguments: [
            "", "-", "+1", "01", "1.", ".5", "1e", "NaN", "inf", "0x1", " 1", "1 ", "1\n", "１",
        ])
    func refusesText(text: String) {
        #expect(JSONNumber(text) == nil)
    }

    @Test(
        "A value that is not finite makes no number",
        arguments: [Double.infinity, -.infinity, .nan, .signalingNaN])
    func refusesValue(value: Double) {
        #expect(JSONNumber(value) == nil)
    }

    @Test(
        "A finite value reads back as itself",
        arguments: [
            0, -0.0, 1, 0.1, 1e21, .greatestFiniteMagnitude, .leastNormalMagnitude,
            .leastNonzeroMagnitude,
            123_456.789,
        ] as [Double])
    func finiteValue(value: Double) throws {
        let number = try #require(JSONNumber(value))
        #expect(JSONNumber(number.text) == number)
        #expect(number.double == value)
    }
}
