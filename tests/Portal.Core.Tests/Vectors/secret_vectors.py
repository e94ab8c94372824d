"""Slots that a password, a recovery code or a passkey opens, password hashes, and written recovery codes."""
import hashlib, hmac, struct, unicodedata, uuid
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from vector_parts import MAILBOX, ORDER, OTHER_MAILBOX, expand, extract, info, pick, scalar, write

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
