#!/usr/bin/env python3
"""Writes sealed-vectors.txt from docs/sealed-format.md alone, without a line of the product: python3 make-vectors.py > sealed-vectors.txt
Needs python3-cryptography. Everything is deterministic: the same file comes out every time."""
import hashlib, struct, sys
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from secret_vectors import password_hashes, recovery_codes, secret_slots
from vector_parts import (FIRST, FULL, HEADER, KEM, KEY, MAILBOX, MESSAGE, ORDER, OTHER_KEY, OTHER_MAILBOX, OTHER_MESSAGE, SEGMENT, SUITE, TAG,
                          THREE, expand, extract, info, lexpand, lextract, pair, pick, point, private_hex, scalar, write)


# Streams

def pattern(size):
    return bytes(i % 251 for i in range(size))


def pieces(plaintext):
    first, full = SEGMENT - HEADER - TAG, SEGMENT - TAG
    parts, rest = [plaintext[:first]], plaintext[first:]
    while rest:
        parts.append(rest[:full])
        rest = rest[full:]
    return parts


def seal_stream(key, context, header, plaintext, last):
    aes = AESGCM(expand(extract(header[1:33], key), context, 32))
    parts = pieces(plaintext)
    return header + b"".join(
        aes.encrypt(header[33:] + struct.pack(">I", i) + (b"\1" if i in last else b"\0"), part, None) for i, part in enumerate(parts))


# HPKE

def hpke_seal(ephemeral, recipient, context, aad, plaintext, sender=None):
    enc = point(ephemeral)
    dh, kem_context = ephemeral.exchange(ec.ECDH(), recipient.public_key()), enc + point(recipient)
    if sender:
        dh, kem_context = dh + sender.exchange(ec.ECDH(), recipient.public_key()), kem_context + point(sender)
    shared = lexpand(KEM, lextract(KEM, b"", b"eae_prk", dh), b"shared_secret", kem_context, 32)
    schedule = bytes([2 if sender else 0]) + lextract(SUITE, b"", b"psk_id_hash", b"") + lextract(SUITE, b"", b"info_hash", context)
    secret = lextract(SUITE, shared, b"secret", b"")
    key, nonce = lexpand(SUITE, secret, b"key", schedule, 32), lexpand(SUITE, secret, b"base_nonce", schedule, 12)
    return enc + AESGCM(key).encrypt(nonce, plaintext, aad)


# The file

def stream(name, expect, size, change=None, kind="message", last=None, **opening):
    header = bytes([HEADER]) + pick("header " + str(size), 39)
    plaintext = pattern(size)
    last = [len(pieces(plaintext)) - 1] if last is None else last
    result = seal_stream(KEY, info(kind, MESSAGE), header, plaintext, last)
    fields = {"type": "stream", "name": name, "class": expect, "key": KEY.hex(), "kind": kind, "object": MESSAGE, "header": header.hex(),
              "plaintext": size, "last": ",".join(map(str, last)) or "none", "plaintext-sha256": hashlib.sha256(plaintext).hexdigest(),
              "sealed-sha256": hashlib.sha256(result).hexdigest()}
    if len(result) <= 256:
        fields["sealed"] = result.hex()
    if change:
        fields["change"] = change
    fields.update({k.replace("_", "-"): v for k, v in opening.items()})
    write(**fields)


def streams():
    stream("an empty message", "accept", 0)
    stream("one byte", "accept", 1)
    stream("a short outline", "accept", 100, kind="outline")
    stream("a short summary", "accept", 100, kind="summary")
    stream("a short file", "accept", 100, kind="file")
    stream("one byte less than the first segment holds", "accept", FIRST - 1)
    stream("one full segment", "accept", FIRST)
    stream("one byte in the second segment", "accept", FIRST + 1)
    stream("two full segments", "accept", FIRST + FULL)
    stream("three full segments", "accept", THREE)
    stream("three segments and a bit", "accept", THREE + 5)
    stream("a bad tag", "wrong-key", 100, "flip -1")
    stream("a bad ciphertext", "wrong-key", 100, "flip 40")
    stream("a changed salt", "wrong-key", 100, "flip 1")
    stream("a changed nonce prefix", "wrong-key", 100, "flip 39")
    stream("a bad tag in the first of two segments", "wrong-key", FIRST + 9, f"flip {SEGMENT - 1}")
    stream("a bad tag in the second segment", "forged", FIRST + 9, "flip -1")
    stream("a bad ciphertext in the second of three segments", "forged", THREE, f"flip {SEGMENT}")
    stream("a wrong length of the header", "malformed", 100, "flip 0")
    stream("no last segment", "truncated", FIRST, last=[])
    stream("no last segment after two", "truncated", FIRST + FULL, last=[])
    stream("the last segment cut off", "truncated", FIRST + 9, f"cut {SEGMENT}")
    stream("two lasts", "forged", FIRST + 9, last=[0, 1])
    stream("the first of two equal lasts", "forged", FIRST + FULL, last=[0, 1])
    stream("swapped segments", "forged", THREE + 5, "swap 1 2")
    stream("a segment twice", "forged", THREE, "repeat 1")
    stream("a segment left out", "forged", THREE + 5, "drop 1")
    stream("a byte after the last segment", "wrong-key", 100, "append 00")
    stream("a byte after a full last segment", "forged", FIRST, "append 00")
    stream("a tag's worth after a full last segment", "forged", FIRST, "append " + "00" * TAG)
    stream("a byte after the last of two segments", "forged", FIRST + 9, "append 00")
    stream("a whole stream after the stream", "forged", FIRST, "append-again")
    stream("a short segment", "truncated", FIRST + 9, f"cut {SEGMENT + TAG}")
    stream("a segment shorter than a tag", "truncated", FIRST + 9, f"cut {SEGMENT + TAG - 1}")
    stream("one byte of the second segment", "truncated", FIRST + 9, f"cut {SEGMENT + 1}")
    stream("the second segment cut in its middle", "forged", FIRST + 90, f"cut {SEGMENT + 50}")
    stream("a cut tag of the only segment", "truncated", 0, "cut 55")
    stream("a header alone", "truncated", 100, "cut 40")
    stream("a cut header", "truncated", 100, "cut 39")
    stream("nothing", "truncated", 100, "cut 0")
    stream("a wrong key", "wrong-key", 100, open_key=OTHER_KEY.hex())
    stream("a wrong context: another kind", "wrong-key", 100, open_kind="outline")
    stream("a wrong context: another message", "wrong-key", 100, open_object=OTHER_MESSAGE)


def delivery(name, expect, change=None, **opening):
    result = hpke_seal(pair("ephemeral"), pair("mailbox"), info("delivery", MAILBOX, MESSAGE), b"", KEY, pair("ingest"))
    write(type="delivery", name=name, **{"class": expect}, key=KEY.hex(), mailbox_private=private_hex("mailbox"),
          ingest_private=private_hex("ingest"), mailbox=MAILBOX, message=MESSAGE, sealed=result.hex(),
          **({"change": change} if change else {}), **{"open-" + k.replace("_", "-"): v for k, v in opening.items()})


def deliveries():
    delivery("a delivery copy", "accept")
    delivery("a delivery copy with a bad tag", "wrong-key", "flip -1")
    delivery("a delivery copy with a bad ciphertext", "wrong-key", "flip 65")
    delivery("a delivery copy whose point is off the curve", "malformed", "flip 64")
    delivery("a delivery copy whose point is of another form", "malformed", "flip 0")
    delivery("a delivery copy that is cut", "malformed", "cut 112")
    delivery("a delivery copy with a byte after it", "malformed", "append 00")
    delivery("a delivery copy to a wrong mailbox", "wrong-key", mailbox_private=private_hex("other mailbox"))
    delivery("a delivery copy under a wrong mailbox id", "wrong-key", mailbox=OTHER_MAILBOX)
    delivery("a delivery copy under a wrong message id", "wrong-key", message=OTHER_MESSAGE)
    delivery("a delivery copy from a wrong ingest key", "wrong-key", ingest_private=private_hex("other ingest"))


def rewrapped(name, expect, change=None, **opening):
    symmetric = expand(extract(b"", scalar("mailbox").to_bytes(32, "big")), b"portal/1/mailbox", 32)
    nonce = pick("nonce", 12)
    result = nonce + AESGCM(symmetric).encrypt(nonce, KEY, info("delivery", MAILBOX, MESSAGE))
    write(type="rewrapped", name=name, **{"class": expect}, key=KEY.hex(), mailbox_private=private_hex("mailbox"), mailbox=MAILBOX,
          message=MESSAGE, sealed=result.hex(), **({"change": change} if change else {}),
          **{"open-" + k.replace("_", "-"): v for k, v in opening.items()})


def rewraps():
    rewrapped("a reader's copy", "accept")
    rewrapped("a reader's copy with a bad tag", "wrong-key", "flip -1")
    rewrapped("a reader's copy with a changed nonce", "wrong-key", "flip 0")
    rewrapped("a reader's copy that is cut", "malformed", "cut 59")
    rewrapped("a reader's copy with a byte after it", "malformed", "append 00")
    rewrapped("a reader's copy of a wrong mailbox", "wrong-key", mailbox_private=private_hex("other mailbox"))
    rewrapped("a reader's copy under a wrong mailbox id", "wrong-key", mailbox=OTHER_MAILBOX)
    rewrapped("a reader's copy under a wrong message id", "wrong-key", message=OTHER_MESSAGE)


def vault_id():
    return hashlib.sha256(point(pair("vault"))).digest()[:8]


def slot(name, expect, change=None, plaintext=None, **opening):
    head = b"\1\1" + vault_id()
    plaintext = plaintext or scalar("mailbox").to_bytes(32, "big")
    result = head + hpke_seal(pair("ephemeral"), pair("vault"), info("slot/vault", MAILBOX), head, plaintext)
    write(type="slot", name=name, **{"class": expect}, vault_private=private_hex("vault"), mailbox_private=private_hex("mailbox"),
          mailbox=MAILBOX, sealed=result.hex(), **({"change": change} if change else {}),
          **{"open-" + k.replace("_", "-"): v for k, v in opening.items()})


def slots():
    slot("a vault slot", "accept")
    slot("a slot of another version", "malformed", "flip 0")
    slot("a slot of another kind", "malformed", "flip 1")
    slot("a slot that names another vault key", "wrong-key", "flip 9")
    slot("a slot whose point is off the curve", "malformed", "flip 74")
    slot("a slot with a bad ciphertext", "forged", "flip 75")
    slot("a slot with a bad tag", "forged", "flip -1")
    slot("a slot that is cut", "malformed", "cut 122")
    slot("a slot with a byte after it", "malformed", "append 00")
    slot("a slot opened with another vault key", "wrong-key", vault_private=private_hex("other vault"))
    slot("a slot of a wrong mailbox", "forged", mailbox=OTHER_MAILBOX)
    slot("a slot that holds zero", "malformed", plaintext=bytes(32))
    slot("a slot that holds the order of the curve", "malformed", plaintext=ORDER.to_bytes(32, "big"))


def box(name, expect, change=None, plaintext=b"what is waiting to go out", **opening):
    head = b"\1" + vault_id()
    result = head + hpke_seal(pair("ephemeral"), pair("vault"), info("outbox", MESSAGE), head, plaintext)
    write(type="box", name=name, **{"class": expect}, vault_private=private_hex("vault"), purpose="outbox", id=MESSAGE,
          plaintext_hex=plaintext.hex(), sealed=result.hex(), **({"change": change} if change else {}),
          **{"open-" + k.replace("_", "-"): v for k, v in opening.items()})


def boxes():
    box("a vault box", "accept")
    box("an empty vault box", "accept", plaintext=b"")
    box("a box of another version", "malformed", "flip 0")
    box("a box that names another vault key", "wrong-key", "flip 1")
    box("a box whose point is off the curve", "malformed", "flip 73")
    box("a box with a bad tag", "forged", "flip -1")
    box("a box that is cut below its least", "malformed", "cut 89")
    box("a box that is cut", "forged", "cut 100")
    box("a box for another purpose", "forged", purpose="profile")
    box("a box of another entry", "forged", id=OTHER_MESSAGE)


sys.stdout.reconfigure(encoding="utf-8")
print("""# Vectors of the sealed format, version 1 (docs/sealed-format.md), written by make-vectors.py.
#
# One vector a paragraph. class: accept, or the failure: wrong-key, malformed, truncated, forged.
# stream: the plaintext has the given length, byte i is i mod 251; last: the segments sealed as the last one.
#         sealed-sha256 is of the sealed stream before the change; sealed is given when it is short.
# change: flip N (the lowest bit of byte N; negative: from the end), cut N (keep N bytes), append HEX, append-again (the stream after itself),
#         swap A B / repeat A / drop A (segments).
# open-…: opened with this instead of what it was sealed with.
# password-hash: sealed is what is stored, before base64; accept-old: it verifies and asks for a new one.
# …-slot crafted for two secrets: AES-GCM verifies under both keys; mailbox-private is what it holds for the first.
""")
streams()
deliveries()
rewraps()
slots()
boxes()
secret_slots()
password_hashes()
recovery_codes()
