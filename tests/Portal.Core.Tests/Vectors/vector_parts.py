"""What the vectors are made of: keys that follow from a name, HKDF, contexts, and the lines of the file."""
import hashlib, hmac, struct, uuid
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEGMENT, HEADER, TAG = 65536, 40, 16
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def pick(name, size=32):
    return hashlib.shake_256(b"sealed-vectors/" + name.encode()).digest(size)


def extract(salt, ikm):
    return hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()


def expand(prk, info, size):
    out, block, n = b"", b"", 0
    while len(out) < size:
        n += 1
        block = hmac.new(prk, block + info + bytes([n]), hashlib.sha256).digest()
        out += block
    return out[:size]


def info(name, *ids):
    return b"portal/1/" + name.encode() + b"\0" + b"".join(i.bytes for i in ids)


# HPKE: RFC 9180, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM

KEM, SUITE = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x02"


def lextract(suite, salt, label, ikm):
    return extract(salt, b"HPKE-v1" + suite + label + ikm)


def lexpand(suite, prk, label, context, size):
    return expand(prk, struct.pack(">H", size) + b"HPKE-v1" + suite + label + context, size)


def scalar(name):
    prk = lextract(KEM, b"", b"dkp_prk", pick(name))
    return int.from_bytes(lexpand(KEM, prk, b"candidate", b"\0", 32), "big") % ORDER


def pair(name):
    return ec.derive_private_key(scalar(name), ec.SECP256R1())


def point(private):
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def private_hex(name):
    return scalar(name).to_bytes(32, "big").hex()


# The file

def write(**fields):
    for name, value in fields.items():
        print(f"{name.replace('_', '-')}: {value}")
    print()


KEY, OTHER_KEY = pick("key"), pick("other key")
MESSAGE, OTHER_MESSAGE = uuid.UUID(bytes=pick("message", 16)), uuid.UUID(bytes=pick("other message", 16))
MAILBOX, OTHER_MAILBOX = uuid.UUID(bytes=pick("mailbox", 16)), uuid.UUID(bytes=pick("other mailbox", 16))
FIRST, FULL = SEGMENT - HEADER - TAG, SEGMENT - TAG
THREE = FIRST + 2 * FULL
