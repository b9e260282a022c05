// What the nearest proxy says, however it writes it down.

import HTTPWire
import Testing

@Suite struct ForwardedTests {
    @Test(
        "host and scheme are those of the last element",
        arguments: [
            ([], nil, nil), ([""], nil, nil), ([" , ,"], nil, nil), (["for=a"], nil, nil),
            (["host=a"], "a", nil), (["HOST=a;Proto=http"], "a", "http"),
            (["for=x;host=\"a:443\";proto=https;by=y"], "a:443", "https"),
            (["host=a, host=b"], "b", nil), (["host=a", "host=b"], "b", nil),
            (["host=a", "proto=https"], nil, "https"), (["host=a,,"], "a", nil),
            (["\thost=a ; proto=http\t,\thost=b ;"], "b", nil), (["host=a,;"], "a", nil),
            (["for=\"x,host=evil\";host=a"], "a", nil), (["for=\"x;host=evil\", host=a"], "a", nil),
            (["for=\"x\\\",host=evil\";host=a"], "a", nil),
            (["for=\"\\\\\",host=a"], "a", nil), (["host=\"a\\b\""], "ab", nil),
            (["host=\"\""], "", nil), (["for=\"[2001:db8::1]:47\";host=\"[::1]\""], "[::1]", nil),
        ] as [([String], String?, String?)])
    func last(values: [String], host: String?, scheme: String?) {
        let forwarded = Forwarded(values)
        #expect(forwarded != nil)
        #expect(forwarded?.host == host)
        #expect(forwarded?.scheme == scheme)
    }

    @Test(
        "what is malformed says nothing, also in an element that does not count",
        arguments: [
            ["host"], ["host="], ["=a"], ["host =a"], ["host= a"], ["host=a b"], ["host=a:443"],
            ["for=[::1]"], ["host=\"a"], ["host=a\""], ["host=\"a\"b"], ["host=\"a\\"],
            ["host=\"a\\\""], ["host=a;host=a"], ["host=a;HOST=b"], ["host=a:1, host=b"],
            ["host=\"a", "b\";host=c"],
        ])
    func malformed(values: [String]) {
        #expect(Forwarded(values) == nil)
    }
}
