"""Calls that have a better way in this code base, and where each is allowed all the same."""
import re

from tree import Finding

# rule, pattern, where it is allowed, what to do instead
BANNED = [
    ("no-detached", r"asio::detached", (), "give the coroutine an owner: async::TaskGroup"),
    # Straight into a smart pointer is fine: private constructors and aggregates that cannot be moved need it.
    ("no-raw-new", r"(?<![\w_])(?<!_ptr<\w>\()(?<!\()new\s+[A-Z]\w*\s*[({;]", (), "std::make_unique"),
    ("no-rand", r"\b(?:s?rand|random_device|mt19937(?:_64)?)\b\s*[({]?", ("_test.cc", "_bench.cc"), "Entropy is passed in"),
    ("no-system-clock", r"(?:system_clock|steady_clock)::now\(", ("src/base/time.cc", "src/platform/", "_test.cc", "_bench.cc", "bench/", "apps/"), "Clock is passed in"),
    ("no-printf", r"\bstd::cout\b|[^nf]printf\(", ("apps/", "tools/", "bench/", "_test.cc", "testing"), "log through telemetry"),
    ("no-float-money", r"\b(?:double|float)\s+\w*(?:amount|wei|sats|fee|price|balance)\w*", (), "money is integers"),
    ("no-seeded-entropy", r"\bSeededEntropy\b", ("src/base/entropy.", "apps/verify/", "_test.cc", "_fixture.h", "testing", "bench", "fuzz"), "SystemEntropy: getrandom, which fails closed"),
    # What other people's formats prescribe is read in the domain and by the offline tool; the server itself uses none of it.
    ("no-old-crypto", r"EVP_\w+_(?:ecb|cbc|cfb|ofb|ctr)\b|EVP_(?:md4|md5|sha1|des|rc2|rc4|bf)\w*\(|RSA_PKCS1_PADDING|\bkSha1\b|\bhmac_sha1\b|\baes_(?:128_ctr|256_decrypt_blocks)\b|\bbip38_\w+\(|\bkeystore_(?:en|de)crypt\b|\b[ht]otp\w*\(", ("src/domain/", "apps/tool/", "bench/"), "SHA-2, AEAD, Ed25519"),
    ("no-shell", r"\b(?:system\((?!std::move)|popen\(|exec[lv]p?e?\(|posix_spawnp?\()", ("_test.cc", "testing"), "the program starts no other program"),
    ("no-strcmp-secret", r"\b(?:strcmp|memcmp)\(", ("src/domain/crypto/",), "equal_constant_time, or =="),
    ("no-sleep", r"\b(?:usleep|sleep_for|sleep)\((?!\))", ("src/platform/", "src/services/", "apps/", "_test.cc", "bench/", "testing"), "wait on an event or a Sleeper"),
    ("no-empty-catch", r"catch\s*\([^)]*\)\s*\{\s*\}", (), "say what is swallowed and why, or do not catch"),
]


def check(tree):
    for path in tree.cpp():
        for number, line in tree.lines(path):
            code = line.split("//")[0]
            for rule, pattern, allowed, instead in BANNED:
                if any(part in path for part in allowed) or not re.search(pattern, code):
                    continue
                yield Finding(rule, path, number, f"banned here; instead: {instead}")
