"""A PNG's pixels, as far as Chromium writes them: eight bits a channel, not interlaced."""

import struct
import zlib

from stage import holds


class Picture:
    """Rows of pixels; each pixel is red, green and blue."""

    def __init__(self, png):
        holds("a PNG", png.startswith(b"\x89PNG\r\n\x1a\n"), png[:8])
        place, data = 8, b""
        while place < len(png):
            length, kind = struct.unpack_from(">I4s", png, place)
            body = png[place + 8 : place + 8 + length]
            if kind == b"IHDR":
                header = struct.unpack(">IIBBBBB", body)
            elif kind == b"IDAT":
                data += body
            place += length + 12
        self.width, self.height = header[:2]
        holds("eight bits, RGB or RGBA", header[2] == 8 and header[3] in (2, 6), header)
        self._channels = 3 if header[3] == 2 else 4
        self._rows = self._unfiltered(zlib.decompress(data))

    def _unfiltered(self, data):
        size, step = self.width * self._channels, self._channels
        before, rows = bytearray(size), []
        for start in range(0, len(data), size + 1):
            row = bytearray(data[start + 1 : start + 1 + size])
            kind = data[start]
            for index in range(size if kind else 0):
                left = row[index - step] if index >= step else 0
                corner = before[index - step] if index >= step else 0
                row[index] = (row[index] + _guess(kind, left, before[index], corner)) & 0xFF
            rows.append(row)
            before = row
        return rows

    def pixel(self, x, y):
        """Red, green and blue."""
        start = int(x) * self._channels
        return tuple(self._rows[int(y)][start : start + 3])

    def colours(self):
        """How many colours there are."""
        step = self._channels
        return len({bytes(row[i : i + 3]) for row in self._rows for i in range(0, len(row), step)})


def _guess(kind, left, above, corner):
    """What a filter of the PNG specification, section 9, expects a byte to be."""
    if kind == 1:
        return left
    if kind == 2:
        return above
    if kind == 3:
        return (left + above) // 2
    estimate = left + above - corner
    distances = abs(estimate - left), abs(estimate - above), abs(estimate - corner)
    return (left, above, corner)[distances.index(min(distances))]


def lightness(colour):
    """From 0, black, to 1, white."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
