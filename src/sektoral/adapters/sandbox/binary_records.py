"""The records that binary workbooks are made of, after [MS-XLSB] 2.1.4."""

from collections.abc import Iterator


def binary_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's number and content, until the bytes end or make no sense."""
    position, end = 0, len(data)
    while position + 2 <= end:
        number = data[position]
        position += 1
        if number & 0x80:
            number = (number & 0x7F) | ((data[position] & 0x7F) << 7)
            position += 1
        length = shift = 0
        while position < end and shift < 28:
            byte = data[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if position + length > end:
            return
        yield number, data[position : position + length]
        position += length
