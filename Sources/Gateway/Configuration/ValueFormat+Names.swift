/// How addresses, names and keys are spelled: the formats that end in types of other modules.

import Access
import Domain
import FoundationEssentials
import OAuth
import Reactor

extension ValueFormat<ListenAddress> {
    /// Where to listen.
    static let listenAddress = Self(
        "HOST:PORT, such as 127.0.0.1:8080, [::1]:8080 or *:8080, or unix:/PATH",
        read: { ListenAddress($0) }, write: { "\($0)" })
}

extension ValueFormat<AddressRange> {
    /// Whom to believe.
    static let addressRange = Self(
        "an IP address, a range such as 10.0.0.0/8 with no bit set beyond its prefix, or unix",
        read: { AddressRange($0) }, write: { "\($0)" })
}

extension ValueFormat<Slug> {
    /// A tenant's name.
    static let slug = Self(
        "a tenant's slug, such as acme", read: { Slug($0) }, write: { "\($0)" })
}

extension ValueFormat<String> {
    /// A host name (RFC 1123 §2.1), kept in lower case.
    static let hostName = Self(
        "a host name without a dot at its ends, such as example.com",
        read: { text in
            let labels = text.split(separator: ".", omittingEmptySubsequences: false)
            let areLabels = labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
            return areLabels && text.utf8.count <= 253 ? text.lowercased() : nil
        },
        write: { $0 })

    /// What may stand between the quotes of a field value without an escape.
    static let realm = Self(
        "1 to 64 printable ASCII characters without quotes and backslashes",
        read: { text in
            let isPlain = text.utf8.allSatisfy { byte in
                (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C
            }
            return isPlain && (1...64).contains(text.utf8.count) ? text : nil
        },
        write: { $0 })

    /// What libpq connects to.
    static let databaseURL = Self(
        "a postgresql:// URL or libpq's keyword=value form",
        read: { text in
            let isURL = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
            guard isURL || text.contains("="), text.utf8.count <= 8192, !text.utf8.contains(0)
            else { return nil }
            return text
        },
        write: { $0 })
}

extension ValueFormat<[UInt8]> {
    /// A key of so many random bytes; one that was typed, or copied from an example, is refused.
    static func key(bytes count: Int) -> Self {
        Self(
            "\(count) random bytes in base64, as \"openssl rand -base64 \(count)\" prints them,"
                + " and no sample",
            read: { text in
                guard let data = Data(base64Encoded: text), data.count == count else { return nil }
                let bytes = [UInt8](data)
                return isDrawn(bytes) ? bytes : nil
            },
            write: { _ in nil })
    }

    /// Whether bytes can have been drawn at random: thirty-two that are all printable, or few
    /// different ones, or evenly spaced ones, are drawn less than once in 10¹³ times.
    private static func isDrawn(_ bytes: [UInt8]) -> Bool {
        let isTyped = bytes.allSatisfy { (0x20...0x7E).contains($0) }
        let steps = Set(zip(bytes, bytes.dropFirst()).map { $1 &- $0 })
        return !isTyped && Set(bytes).count >= 8 && steps.count > 1
    }
}

extension ValueFormat<IssuerTemplate> {
    /// What tenants' issuers are made from.
    static let issuer = Self(
        "an https URL, or http on a loopback host, with one {tenant} and no slash at its end",
        read: { IssuerTemplate($0) }, write: { "\($0)" })
}

extension ValueFormat<UserURL> {
    /// What is the same for all users but their name.
    static let userURL = Self(
        "an absolute URL with {username} or {user_id}", read: { UserURL($0) }, write: { "\($0)" })
}
