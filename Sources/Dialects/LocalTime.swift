import Domain
import HTTPWire

/// Moments as `yyyy-MM-dd HH:mm:ss`, without a zone: UTC.
enum LocalTime {
    private static let length = 19
    private static let years = 1...9999
    private static let punctuation: [Int: UInt8] = [
        4: UInt8(ascii: "-"), 7: UInt8(ascii: "-"), 10: UInt8(ascii: " "),
        13: UInt8(ascii: ":"), 16: UInt8(ascii: ":"),
    ]

    /// The moment's text; years beyond four digits are cut to the last or the first that has four.
    static func text(_ moment: Timestamp) -> [UInt8] {
        let date = CivilDate(day: Int(moment.day))
        let second = Int(moment.seconds - moment.day * 86_400)
        let year = min(max(date.year, years.lowerBound), years.upperBound)
        var text: [UInt8] = []
        text.reserveCapacity(length)
        append(year / 100, to: &text)
        append(year % 100, to: &text)
        let rest = [date.month, date.day, second / 3600, second / 60 % 60, second % 60]
        for number in rest {
            if let mark = punctuation[text.count] { text.append(mark) }
            append(number, to: &text)
        }
        return text
    }

    /// The moment that a text names; nil where it is of another form, or no such day or time.
    static func moment(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == length else { return nil }
        var numbers: [Int] = []
        var number = 0
        for (place, byte) in bytes.enumerated() {
            if let mark = punctuation[place] {
                guard byte == mark else { return nil }
                numbers.append(number)
                number = 0
            } else {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        numbers.append(number)
        let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        guard years.contains(date.year), (1...12).contains(date.month), (1...31).contains(date.day),
            CivilDate(day: date.dayNumber) == date, numbers[3] < 24, numbers[4] < 60,
            numbers[5] < 60
        else { return nil }
        let second = numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        return Timestamp(seconds: Int64(date.dayNumber * 86_400 + second))
    }

    private static func append(_ number: Int, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "0") + UInt8(number / 10))
        text.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
