"""Verifies an export of the ledger without any code of Jalon: `verify_ledger.py export.jsonl`. See docs/ledger.md."""
import hashlib
import json
import sys

FIELDS = ["sequence", "at", "actor", "use_case", "dossier", "subject", "before", "after", "reason", "previous_hash"]


def computed_hash(entry):
    digest = hashlib.sha256()
    for field in FIELDS:
        value = str(entry[field]).encode()
        digest.update(str(len(value)).encode() + b":" + value + b"\n")
    return digest.hexdigest()


previous, count = "0" * 64, 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    entry = json.loads(line)
    count += 1
    if entry["sequence"] != count:
        sys.exit(f"entry {entry['sequence']}: expected sequence {count}; an entry was removed or inserted")
    if entry["previous_hash"] != previous:
        sys.exit(f"entry {count}: its previous hash is not the hash of the entry before it")
    if entry["hash"] != computed_hash(entry):
        sys.exit(f"entry {count}: its content does not have the hash it carries; it was altered")
    previous = entry["hash"]
print(count, previous)
