"""Makes the bytes of golden.test.ts from the formats' descriptions alone, bit by bit: python3 golden.py"""
import struct


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def record(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def varint(value):
    value &= (1 << 64) - 1
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def nested(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def example():
    """image: two byte strings; label: [1, -1]; weight: [0.5, -2]."""
    image = nested(1, nested(1, b"ab") + nested(1, b""))
    label = nested(3, nested(1, varint(1) + varint(-1)))
    weight = nested(2, nested(1, struct.pack("<ff", 0.5, -2)))
    features = [(b"image", image), (b"label", label), (b"weight", weight)]
    return nested(1, b"".join(nested(1, nested(1, key) + nested(2, value)) for key, value in features))


def version():
    return varint(1 << 3 | 1) + struct.pack("<d", 1700000000.25) + nested(3, b"brain.Event:2")


def scalar():
    """epoch_loss 0.5 at step 300, as TensorFlow 2 writes it."""
    tensor = varint(1 << 3) + varint(1) + nested(2, b"") + nested(5, struct.pack("<f", 0.5))
    metadata = nested(1, nested(1, b"scalars")) + varint(4 << 3) + varint(1)
    value = nested(1, b"epoch_loss") + nested(8, tensor) + nested(9, metadata)
    return varint(1 << 3 | 1) + struct.pack("<d", 1700000000.25) + varint(2 << 3) + varint(300) + nested(5, nested(1, value))


def old_scalar():
    """loss -1.5 at step 0, as TensorFlow 1 writes it."""
    value = nested(1, b"loss") + varint(2 << 3 | 5) + struct.pack("<f", -1.5)
    return varint(1 << 3 | 1) + struct.pack("<d", 2) + nested(5, nested(1, value))


for make in (example, version, scalar, old_scalar):
    print(make.__name__, make().hex())
    print(f"record of {make.__name__}", record(make()).hex())
print("record of abc", record(b"abc").hex())
print("empty record", record(b"").hex())
