#!/usr/bin/env python3
"""Makes Portal.Core/Accounts/Passwords/blocklist.bin out of public lists; blocklist.txt beside it names them and their licences.

    make-blocklist.py FOLDER OUTPUT    FOLDER has the lists under the names below; other content than expected is refused
    make-blocklist.py --keys           prints, for each line of the standard input, the keys that are looked up, with tabs between

The same lists give the same bytes. The keys must be those of PasswordKeys.cs; a test compares the two.
Layout: for each of the 65,536 values of the first two bytes of a key's SHA-256, and for the end, the number of keys before it
(4 bytes, little-endian); then of each key the next three bytes, in order.
"""
import hashlib
import json
import os
import struct
import sys
import unicodedata

CAPACITY = 260_000  # 65,537 * 4 + 3 * 260,000 bytes; a key that is not in it is found with probability 260,000 / 2^40
LONG = 13  # keys this long come first, however rare: where length alone counts only they could be accepted otherwise
POPULAR = 3000  # of the words of four letters, only the most common are kept: many a random string holds some rare one
LOOK_ALIKES = dict(zip("1!|034@5$7+892", "iiioeaassttbgz"))

LISTS = {
    "john-password.lst": "40ed19c57ae523b11393a6d95ff32a98af357ee9f9a0ed13feced6bd570ab974",
    "zxcvbn-ts-passwords.json": "f422773d94d630f27e08b26d7017e847bb1feb2a84809340e9c0b0c47b33e3f1",
    "10_million_password_list_top_1M.txt": "eac6323842b3261da0ef4c180c8e23f4d056522ea97c2925b8687f453b40a2be",
}


def is_letter(c):
    return unicodedata.category(c)[0] == "L"


def is_kept(c):
    return is_letter(c) or unicodedata.category(c) == "Nd"


def folded(text):
    """Letters and digits, look-alikes made one where they are few; empty where too many signs stand between."""
    spelt = [LOOK_ALIKES.get(c, c) for c in text]
    kept = [c for c in spelt if is_kept(c)]
    if sum(c in LOOK_ALIKES for c in text) * (2 if len(kept) >= 8 else 4) > len(kept):
        kept = [c for c in text if is_kept(c)]
    return "".join(kept).replace("l", "i") if (len(text) - len(kept)) * 3 <= len(kept) else ""


def is_decoration(edges):
    return len(edges) <= 12 and len({c for c in edges if unicodedata.category(c) != "Nd"}) <= 2


def parts(password):
    """The whole, without its end, without its beginning and end (or None where that is no mere decoration)."""
    text = unicodedata.normalize("NFKC", password).lower()
    letters = [i for i, c in enumerate(text) if is_letter(c)]
    if not letters:
        return folded(text), None, None
    first, last = letters[0], letters[-1] + 1
    tail = folded(text[:last]) if is_decoration(text[last:]) else None
    stem = folded(text[first:last]) if is_decoration(text[:first] + text[last:]) else None
    return folded(text), tail, stem


def looked_up(password):
    whole, tail, stem = parts(password)
    keys = [whole, tail, stem]
    for unit in range(8, len(stem or "") // 2 + 1):
        if len(stem) % unit == 0 and stem == stem[:unit] * (len(stem) // unit):
            keys.append(stem[:unit])
            break
    return list(dict.fromkeys(key for key in keys if key and len(key) >= 4))


def key(password, rank):
    """Under which key a password of a list is kept, or None."""
    whole, _, stem = parts(password)
    if stem and (len(stem) >= 5 or len(stem) == 4 and rank < POPULAR):
        return stem
    return whole if len(whole) >= 8 else None


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    if digest != LISTS[name]:
        sys.exit(f"{name} is another list than the one that the blocklist was made of: SHA-256 {digest}")
    return data.decode("utf-8", "replace")


def collect(folder):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "blocklist-own.txt"), encoding="utf-8") as file:
        own = [line for line in file.read().splitlines() if not line.startswith("#")]
    john = [line for line in read(folder, "john-password.lst").splitlines() if not line.startswith("#!")]
    zxcvbn = json.loads(read(folder, "zxcvbn-ts-passwords.json"))
    million = read(folder, "10_million_password_list_top_1M.txt").split("\n")
    keys = {}
    for passwords in (own, john, zxcvbn):
        keys.update((key(password, rank), None) for rank, password in enumerate(passwords))
    ranked = [key(password, rank) for rank, password in enumerate(million)]
    keys.update((k, None) for k in ranked if k and len(k) >= LONG)
    keys.pop(None, None)
    for k in ranked:
        if len(keys) == CAPACITY:
            break
        if k:
            keys.setdefault(k)
    return keys


def write(keys, output):
    hashes = sorted({hashlib.sha256(k.encode()).digest()[:5] for k in keys})
    before = [0] * 65_537
    for h in hashes:
        before[int.from_bytes(h[:2], "big") + 1] += 1
    for i in range(65_536):
        before[i + 1] += before[i]
    with open(output, "wb") as file:
        file.write(struct.pack("<65537I", *before))
        file.write(b"".join(h[2:] for h in hashes))


if sys.argv[1:] == ["--keys"]:
    for line in sys.stdin.buffer.read().decode().splitlines():
        print("\t".join(looked_up(line)))
elif len(sys.argv) == 3:
    write(collect(sys.argv[1]), sys.argv[2])
else:
    sys.exit(__doc__)
