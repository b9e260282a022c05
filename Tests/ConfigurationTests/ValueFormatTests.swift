/// How sizes, durations and names are spelled.

import Testing

@testable import Gateway

@Suite struct ValueFormatTests {
    @Test(
        "A size is read and written in powers of 1024",
        arguments: [
            ("0", 0, "0B"), ("1", 1, "1B"), ("512B", 512, "512B"), ("1024", 1024, "1KiB"),
            ("16KiB", 16_384, "16KiB"), ("1536B", 1536, "1536B"), ("2MiB", 2_097_152, "2MiB"),
            ("1GiB", 1_073_741_824, "1GiB"), ("1025KiB", 1_049_600, "1025KiB"),
        ])
    func sizes(text: String, bytes: Int, written: String) {
        #expect(ByteSize.read(text) == bytes)
        #expect(ByteSize.text(bytes) == written)
        #expect(ByteSize.read(written) == bytes)
    }

    @Test(
        "Another spelling of a size is refused",
        arguments: [
            "", "KiB", "-1", "+1", "1.5MiB", "1 KiB", "1kb", "1KB", "1M", "1kib", "1KiBs", "0x10",
            "1e3",
            "9999999999999", "999999999999GiB", "١KiB",
        ])
    func noSizes(text: String) {
        #expect(ByteSize.read(text) == nil)
    }

    @Test(
        "A duration is read and written in its largest unit",
        arguments: [
            ("0", .zero, "0"), ("0s", .zero, "0"), ("250ms", .milliseconds(250), "250ms"),
            ("1500ms", .milliseconds(1500), "1500ms"), ("10s", .seconds(10), "10s"),
            ("60s", .seconds(60), "1m"), ("5m", .seconds(300), "5m"),
            ("90m", .seconds(5400), "90m"),
            ("24h", .seconds(86_400), "1d"), ("90d", .seconds(7_776_000), "90d"),
        ] as [(String, Duration, String)])
    func durations(text: String, span: Duration, written: String) {
        #expect(TimeSpan.read(text) == span)
        #expect(TimeSpan.text(span) == written)
        #expect(TimeSpan.read(written) == span)
    }

    @Test(
        "Another spelling of a duration is refused",
        arguments: [
            "", "s", "10", "-1s", "+1s", "1.5s", "1 s", "1S", "1M", "1h30m", "1w", "1us", "1sec",
            "9999999999999d", "10 s",
        ])
    func noDurations(text: String) {
        #expect(TimeSpan.read(text) == nil)
    }

    @Test("The longest duration that can be written does not overflow")
    func longestDuration() {
        #expect(TimeSpan.read("999999999999d") != nil)
    }

    @Test(
        "A base domain is a host name in lower case, or refused",
        arguments: [
            ("localhost", "localhost"), ("Example.COM", "example.com"), ("a-b.c1", "a-b.c1"),
            ("", nil), (".example.com", nil), ("example.com.", nil), ("a..b", nil), ("-a.com", nil),
            ("a-.com", nil), ("exa mple.com", nil), ("example.com:80", nil), ("*.example.com", nil),
            ("bücher.example", nil), (String(repeating: "a", count: 64) + ".com", nil),
            (Array(repeating: "a234567890", count: 24).joined(separator: "."), nil),
        ])
    func hostNames(text: String, name: String?) {
        #expect(ValueFormat.hostName.read(.one(text)) == name)
    }

    @Test("A list has 64 elements at most, and none that is empty")
    func lists() {
        let format = ValueFormat.list(of: .integer(0...9))
        #expect(format.read(.one("1, 2 ,3")) == [1, 2, 3])
        #expect(format.read(.list([])) == [])
        #expect(format.read(.one("1,,2")) == nil)
        #expect(format.read(.one("1,")) == nil)
        #expect(format.read(.list(["1", "x"])) == nil)
        #expect(format.read(.list(Array(repeating: "1", count: 64)))?.count == 64)
        #expect(format.read(.list(Array(repeating: "1", count: 65))) == nil)
    }

    @Test(
        "A realm cannot leave its quotes",
        arguments: [
            ("governor", true), ("a b", true), ("", false), ("a\"b", false), ("a\\b", false),
            ("a\r\nX: y", false), ("é", false), (String(repeating: "a", count: 65), false),
        ])
    func realms(text: String, isAccepted: Bool) {
        #expect((ValueFormat.realm.read(.one(text)) != nil) == isAccepted)
    }

    @Test(
        "The nearest name is suggested, or none",
        arguments: [
            ("limits.bdy", "limits.body"), ("LIMITS.BODY", "limits.body"), ("body", "limits.body"),
            ("timeouts.level", "log.level"), ("idle", nil), ("something.else", nil), ("", nil),
        ])
    func spelling(name: String, nearest: String?) {
        let known = ["limits.body", "limits.head", "timeouts.idle", "log.level", "database.idle"]
        #expect(Spelling.nearest(to: name, among: known) == nearest)
    }
}
