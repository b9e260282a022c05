// What operators write as an address, and what becomes of it.

import Testing

@testable import Reactor

@Suite("Addresses")
struct AddressTests {
    @Test(
        "to listen at are read as operators write them",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("0.0.0.0:0", "0.0.0.0:0"),
            ("*:80", "0.0.0.0:80"),
            (":65535", "0.0.0.0:65535"),
            ("localhost:8080", "127.0.0.1:8080"),
            ("[::1]:8080", "[::1]:8080"),
            ("[2001:DB8:0:0::1]:443", "[2001:db8::1]:443"),
            ("unix:/run/postern.sock", "unix:/run/postern.sock"),
        ])
    func listenAddress(text: String, meaning: String) throws {
        #expect(try #require(ListenAddress(text)).description == meaning)
    }

    @Test(
        "to listen at that mean nothing are refused",
        arguments: [
            "", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+80",
            "127.0.0.1:-1", "127.0.0.1: 80", "256.0.0.1:80", "1.2.3:80", "example.com:80",
            "::1:80", "[::1]", "[::1:80", "[127.0.0.1]:80", "[fe80::1%lo]:80", "unix:",
            "unix:" + String(repeating: "x", count: 108),
        ])
    func refused(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test("to listen at that a zero byte would cut short are refused")
    func zeroByte() {
        #expect(ListenAddress("unix:a\u{0}b") == nil)
        #expect(ListenAddress("127.0.0.1\u{0}:80") == nil)
    }

    @Test("of IPv4 wrapped in IPv6 are IPv4")
    func mapped() throws {
        let wrapped = try #require(IPAddress("::ffff:192.0.2.7"))
        #expect(wrapped == IPAddress(v4: 0xC000_0207))
        #expect(wrapped.family == .v4)
        #expect(wrapped.description == "192.0.2.7")
    }

    @Test(
        "survive the kernel's form",
        arguments: ["192.0.2.1:1", "[2001:db8::ff]:65535", "[::]:80"])
    func kernelForm(text: String) throws {
        let address = try #require(ListenAddress(text))
        #expect(SocketAddress(address).peer.description == text)
    }
}
