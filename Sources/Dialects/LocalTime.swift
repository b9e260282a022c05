import Domain
import HTTPWire

/// Moments as `yyyy-MM-dd HH:mm:ss`, without a zone: UTC.
enum LocalTime {
    /// The text's octets.
    typealias Text = InlineArray<19, UInt8>

    private static let years = 1...9999

    /// The moment's text; years beyond four digits are cut to the last or the first that has four.
    static func text(_ moment: Timestamp) -> Text {
        let date = CivilDate(day: Int(moment.day))
        let second = Int(moment.seconds - moment.day * 86_400)
        let year = min(max(date.year, years.lowerBound), years.upperBound)
        var text = Text(repeating: UInt8(ascii: " "))
        write(year / 100, to: &text, at: 0)
        write(year % 100, to: &text, at: 2)
        write(date.month, to: &text, at: 5)
        write(date.day, to: &text, at: 8)
        write(second / 3600, to: &text, at: 11)
        write(second / 60 % 60, to: &text, at: 14)
        write(second % 60, to: &text, at: 17)
        for place in text.indices {
            if let mark = mark(at: place) { text[place] = mark }
        }
        return text
    }

    /// What stands between two numbers; nil where a digit does.
    private static func mark(at place: Int) -> UInt8? {
        switch place {
        case 4, 7: UInt8(ascii: "-")
        case 10: UInt8(ascii: " ")
        case 13, 16: UInt8(ascii: ":")
        default: nil
        }
    }

    /// The moment that a text names; nil where it is of another form, or no such day or time.
    static func moment(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == Text.count else { return nil }
        var numbers: [Int] = []
        var number = 0
        for (place, byte) in bytes.enumerated() {
            if let mark = mark(at: place) {
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

    private static func write(_ number: Int, to text: inout Text, at place: Int) {
        text[place] = UInt8(ascii: "0") + UInt8(number / 10)
        text[place + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }
}
