#!/usr/bin/env python3
"""Writes sealed-vectors.txt from docs/sealed-format.md alone, without a line of the product: python3 make-vectors.py > sealed-vectors.txt
Needs python3-cryptography. Everything is deterministic: the same file comes out every time."""
import hashlib, hmac, struct, sys, unicodedata, uuid
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
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

def write(**fields):
    for name, value in fields.items():
        print(f"{name.replace('_', '-')}: {value}")
    print()


KEY, OTHER_KEY = pick("key"), pick("other key")
MESSAGE, OTHER_MESSAGE = uuid.UUID(bytes=pick("message", 16)), uuid.UUID(bytes=pick("other message", 16))
MAILBOX, OTHER_MAILBOX = uuid.UUID(bytes=pick("mailbox", 16)), uuid.UUID(bytes=pick("other mailbox", 16))
FIRST, FULL = SEGMENT - HEADER - TAG, SEGMENT - TAG
THREE = FIRST + 2 * FULL


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


# Slots with a secret

PEPPER, OTHER_PEPPER = pick("pepper"), pick("other pepper")
ACCOUNT, OTHER_ACCOUNT = uuid.UUID(bytes=pick("account", 16)), uuid.UUID(bytes=pick("other account", 16))
STRETCH, OTHER_STRETCH = pick("stretch"), pick("other stretch")
PASSWORD, OTHER_PASSWORD = "Z\u00fcrich, eleven quiet herons", "Z\u00fcrich, twelve quiet herons"
MADE, OTHER_MADE = "kmrtpxwbcdghjnsz", "kmrtpxwbcdghjnsx"
CODE, OTHER_CODE = pick("code", 16), pick("other code", 16)
OUTPUT, OTHER_OUTPUT = pick("output"), pick("other output")
ROUNDS, KINDS = 210000, {"password": 2, "recovery": 3, "passkey": 4}


def peppered(purpose, secret, pepper=PEPPER):
    return hmac.new(pepper, purpose.encode() + b"\0" + secret, hashlib.sha256).digest()


def stretch(password, salt=STRETCH, rounds=ROUNDS):
    return hashlib.pbkdf2_hmac("sha512", unicodedata.normalize("NFKC", password).encode(), salt, rounds, 32)


def slot_keys(kind, secret, salt, mailbox):
    keys = expand(extract(salt, secret), info("slot/" + kind, mailbox), 64)
    return keys[:32], keys[32:]


def secret_slot(kind, parameters, secret, plaintext, commitment=None):
    salt, nonce = pick("slot salt " + kind), pick("slot nonce " + kind, 12)
    key, own = slot_keys(kind, secret, salt, MAILBOX)
    head = bytes([1, KINDS[kind]]) + parameters + salt + (commitment or own)
    return head + nonce + AESGCM(key).encrypt(nonce, plaintext, head + MAILBOX.bytes)


# Multiplication in GF(2^128) as SP 800-38D section 6.3 has it: the first bit of a block is the lowest power.
def times(a, b):
    z = 0
    for i in range(127, -1, -1):
        if a >> i & 1:
            z ^= b
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return z


def power(a, n):
    result = 1 << 127
    for bit in bin(n)[2:]:
        result = times(result, result)
        if bit == "1":
            result = times(result, a)
    return result


def aes_block(key, block):
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(block) + encryptor.finalize(), "big")


def two_keys_slot(kind, parameters, one, other):
    """A slot whose ciphertext and tag verify under the keys of two secrets; its commitment is the first one's. The tag is linear in the
    ciphertext, so the second of its two blocks is what makes both tags equal."""
    salt, nonce = pick("slot salt " + kind), pick("slot nonce " + kind, 12)
    (key, commitment), (other_key, _) = slot_keys(kind, one, salt, MAILBOX), slot_keys(kind, other, salt, MAILBOX)
    head = bytes([1, KINDS[kind]]) + parameters + salt + commitment
    aad = head + MAILBOX.bytes
    first = int.from_bytes(pick("first block", 16), "big")
    blocks = [int.from_bytes(aad[i:i + 16].ljust(16, b"\0"), "big") for i in range(0, len(aad), 16)] + [first]
    lengths = len(aad) * 8 << 64 | 32 * 8

    def parts(k):
        h, mask, y = aes_block(k, bytes(16)), aes_block(k, nonce + b"\0\0\0\1"), 0
        for block in blocks:
            y = times(y ^ block, h)
        square = times(h, h)
        return square, times(y, square) ^ times(lengths, h) ^ mask

    (square, rest), (other_square, other_rest) = parts(key), parts(other_key)
    second = times(rest ^ other_rest, power(square ^ other_square, (1 << 128) - 2))
    sealed = b"".join(block.to_bytes(16, "big") for block in (first, second, rest ^ times(second, square)))
    AESGCM(other_key).decrypt(nonce, sealed, aad)
    return head + nonce + sealed, AESGCM(key).decrypt(nonce, sealed, aad)


def locked(name, expect, kind, parameters, secret, change=None, plaintext=None, commitment=None, crafted=None, **fields):
    private = scalar("mailbox").to_bytes(32, "big")
    result = secret_slot(kind, parameters, secret, plaintext or private, commitment)
    if crafted:
        result, private = two_keys_slot(kind, parameters, secret, crafted)
    write(type=kind + "-slot", name=name, **{"class": expect}, mailbox_private=private.hex(), mailbox=MAILBOX, **fields, sealed=result.hex(),
          **({"change": change} if change else {}))


def failures(kind, what, lock, length):
    lock(f"a {what}", "accept")
    lock(f"a {what} of another version", "malformed", "flip 0")
    lock(f"a {what} of another kind", "malformed", "flip 1")
    lock(f"a {what} that is cut", "malformed", f"cut {length - 1}")
    lock(f"a {what} with a byte after it", "malformed", "append 00")
    lock(f"a {what} that is nothing", "malformed", "cut 0")
    lock(f"a {what} with another salt", "wrong-key", f"flip {length - 124}")
    lock(f"a {what} with another commitment", "wrong-key", f"flip {length - 61}")
    lock(f"a {what} with another nonce", "forged", f"flip {length - 60}")
    lock(f"a {what} with a bad ciphertext", "forged", f"flip {length - 17}")
    lock(f"a {what} with a bad tag", "forged", "flip -1")
    lock(f"a {what} of a wrong mailbox", "wrong-key", open_mailbox=OTHER_MAILBOX)
    lock(f"a {what} that holds zero", "malformed", plaintext=bytes(32))
    lock(f"a {what} that holds the order of the curve", "malformed", plaintext=ORDER.to_bytes(32, "big"))


def chosen(name, expect, change=None, rounds=ROUNDS, **opening):
    fields = {k: v for k, v in opening.items() if k.startswith("open_")}
    rest = {k: v for k, v in opening.items() if k not in fields}
    stretched = stretch(PASSWORD, STRETCH, max(1, min(rounds, ROUNDS + 1)))
    locked(name, expect, "password", b"\1" + struct.pack(">I", rounds) + STRETCH, peppered("slot/password", stretched), change, **rest,
           kdf="chosen", pepper=PEPPER.hex(), password=PASSWORD, rounds=rounds, stretch_salt=STRETCH.hex(), **fields)


def made(name, expect, change=None, **opening):
    fields = {k: v for k, v in opening.items() if k.startswith("open_")}
    rest = {k: v for k, v in opening.items() if k not in fields}
    locked(name, expect, "password", b"\0", peppered("slot/initial-password", MADE.encode()), change, **rest,
           kdf="made", pepper=PEPPER.hex(), password=MADE, **fields)


def recovery(name, expect, change=None, **opening):
    locked(name, expect, "recovery", b"", CODE, change, code=CODE.hex(), **opening)


def passkey(name, expect, change=None, **opening):
    locked(name, expect, "passkey", b"", OUTPUT, change, output=OUTPUT.hex(), **opening)


def secret_slots():
    failures("password", "password slot", chosen, 163)
    chosen("a password slot whose password is typed as another device does", "accept", open_password=unicodedata.normalize("NFD", PASSWORD))
    chosen("a password slot with more rounds", "accept", rounds=ROUNDS + 1)
    chosen("a password slot with too few rounds", "malformed", rounds=ROUNDS - 1, open_rounds=ROUNDS)
    chosen("a password slot with no rounds", "malformed", rounds=0, open_rounds=ROUNDS)
    chosen("a password slot with too many rounds", "malformed", rounds=10000001, open_rounds=ROUNDS)
    chosen("a password slot with more rounds than a signed number holds", "malformed", rounds=(1 << 32) - 1, open_rounds=ROUNDS)
    chosen("a password slot with an unknown kdf", "malformed", "flip 2")
    chosen("a password slot that names another stretch salt", "wrong-key", open_stretch_salt=OTHER_STRETCH.hex())
    chosen("a password slot that names other rounds", "wrong-key", open_rounds=ROUNDS + 1)
    chosen("a password slot and a password that we made", "wrong-key", open_kdf="made")
    chosen("a password slot and another password", "wrong-key", open_password=OTHER_PASSWORD)
    chosen("a password slot under another pepper", "wrong-key", open_pepper=OTHER_PEPPER.hex())
    other = peppered("slot/password", stretch(OTHER_PASSWORD))
    chosen("a password slot crafted for two passwords, with the first", "accept", crafted=other)
    chosen("a password slot crafted for two passwords, with the second", "wrong-key", crafted=other, open_password=OTHER_PASSWORD)
    failures("password", "slot of a password that we made", made, 127)
    made("a slot of a password that we made, with the kdf of a chosen one", "malformed", "flip 2")
    made("a slot of a password that we made and another one", "wrong-key", open_password=OTHER_MADE)
    made("a slot of a password that we made and a chosen one", "wrong-key", open_kdf="chosen", open_rounds=ROUNDS, open_stretch_salt=STRETCH.hex())
    made("a slot of a password that we made under another pepper", "wrong-key", open_pepper=OTHER_PEPPER.hex())
    failures("recovery", "recovery slot", recovery, 126)
    recovery("a recovery slot and another code", "wrong-key", open_code=OTHER_CODE.hex())
    recovery("a recovery slot crafted for two codes, with the first", "accept", crafted=OTHER_CODE)
    recovery("a recovery slot crafted for two codes, with the second", "wrong-key", crafted=OTHER_CODE, open_code=OTHER_CODE.hex())
    failures("passkey", "passkey slot", passkey, 126)
    passkey("a passkey slot and another passkey", "wrong-key", open_output=OTHER_OUTPUT.hex())


def password_hash(name, expect, change=None, version=2, rounds=ROUNDS, **opening):
    stretched = stretch(PASSWORD, STRETCH, max(1, min(rounds, ROUNDS + 1)))
    verifier = peppered("account-password/2", ACCOUNT.bytes + stretched)
    stored = bytes([2]) + struct.pack(">I", rounds) + STRETCH + verifier
    if version == 1:
        stored = bytes([1]) + struct.pack(">I", rounds) + STRETCH[:16] + peppered("account-password", stretch(PASSWORD, STRETCH[:16], rounds))
    write(type="password-hash", name=name, **{"class": expect}, account=ACCOUNT, pepper=PEPPER.hex(), password=PASSWORD, sealed=stored.hex(),
          **({"change": change} if change else {}), **opening)


def password_hashes():
    password_hash("a password hash", "accept")
    password_hash("a password hash, typed as another device does", "accept", open_password=unicodedata.normalize("NFD", PASSWORD))
    password_hash("a password hash and another password", "wrong-key", open_password=OTHER_PASSWORD)
    password_hash("a password hash of another account", "wrong-key", open_account=OTHER_ACCOUNT)
    password_hash("a password hash under another pepper", "wrong-key", open_pepper=OTHER_PEPPER.hex())
    password_hash("a password hash with another salt", "wrong-key", "flip 5")
    password_hash("a password hash with another verifier", "wrong-key", "flip -1")
    password_hash("a password hash of another version", "malformed", "flip 0")
    password_hash("a password hash with too few rounds", "malformed", rounds=ROUNDS - 1)
    password_hash("a password hash with too many rounds", "malformed", rounds=10000001)
    password_hash("a password hash that is cut", "malformed", "cut 68")
    password_hash("a password hash with a byte after it", "malformed", "append 00")
    password_hash("a password hash of version 1", "accept-old", version=1)
    password_hash("a password hash of version 1 and another password", "wrong-key", version=1, open_password=OTHER_PASSWORD)


# Recovery codes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def times32(a, b):
    z = 0
    for i in range(5):
        if b >> i & 1:
            z ^= a << i
    for i in range(8, 4, -1):
        if z >> i & 1:
            z ^= 0b100101 << i - 5
    return z


def code_text(value):
    bits = "".join(f"{byte:08b}" for byte in value) + "00"
    data = [int(bits[i:i + 5], 2) for i in range(0, 130, 5)]
    for checks in ((a, b) for a in range(32) for b in range(32)):
        total, at_x, x = 0, 0, 1
        for c in reversed(data + list(checks)):
            total, at_x, x = total ^ c, at_x ^ times32(c, x), times32(x, 2)
        if total == 0 and at_x == 0:
            text = "".join(ALPHABET[c] for c in data + list(checks))
            return "-".join(text[i:i + 4] for i in range(0, 28, 4))


def recovery_codes():
    for name, value in [("a recovery code", CODE), ("another recovery code", OTHER_CODE), ("the lowest recovery code", bytes(16)),
                        ("the highest recovery code", b"\xff" * 16), ("a recovery code of one bit", bytes(15) + b"\1")]:
        write(type="recovery-code", name=name, **{"class": "accept"}, code=value.hex(), text=code_text(value))


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
