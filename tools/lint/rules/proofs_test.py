"""The rule about proofs finds what is wrong, and nothing else."""
import unittest

from rules import banned, proofs

ROW = "| 1.2.4 | 1 | queries take parameters | **met** `src/a_test.cc` · `Store.keeps_quotes` |"
COUNTS = "| 1 | 1 | 0 | 0 | 1 |\n| 2 | 0 | 0 | 0 | 0 |\n| both | 1 | 0 | 0 | 1 |\n"


class Files:
    """A tree of a few texts."""

    def __init__(self, files):
        self.files = files

    def text(self, path):
        return self.files[path]

    def lines(self, path):
        return enumerate(self.files[path].splitlines(), 1)

    def cpp(self):
        return [path for path in self.files if path.endswith((".h", ".cc"))]


def findings(document, **more):
    files = {"src/a_test.cc": "TEST_P(Store, keeps_quotes) {\n", "docs/asvs.md": COUNTS + document + "\n", **more}
    return [finding.message for finding in proofs.check(Files(files))]


class Proofs(unittest.TestCase):
    def test_a_table_that_is_true_has_no_finding(self):
        self.assertEqual(findings(ROW), [])

    def test_a_file_that_is_gone_is_found(self):
        self.assertEqual(findings(ROW.replace("a_test", "b_test")), ["src/b_test.cc does not exist"])

    def test_a_test_that_was_renamed_is_found_in_any_document(self):
        renamed = ROW.replace("keeps_quotes", "keeps_quote")
        self.assertEqual(findings(renamed), ["src/a_test.cc has no test named Store.keeps_quote"])
        other = {"docs/other.md": "Held by `src/a_test.cc` · `Store.keeps_quotes` · `Store.gone`."}
        self.assertEqual(findings(ROW, **other), ["src/a_test.cc has no test named Store.gone"])

    def test_a_name_in_a_comment_is_no_test(self):
        self.assertFalse(proofs.holds("a_test.cc", "// TEST(Store, keeps_quotes)\n", "Store.keeps_quotes"))
        self.assertFalse(proofs.holds("a.test.ts", '// test("keeps quotes", …)\n', "keeps quotes"))

    def test_each_kind_of_file_has_its_own_names(self):
        for path, text, name in [
            ("a_test.cc", "TEST(Store, keeps_quotes) {", "Store.keeps_quotes"),
            ("a.test.ts", '  test("keeps quotes", async () => {', "keeps quotes"),
            ("a.test.ts", 'test.each([["a", 1]])("keeps %s", (name) => {', "keeps %s"),
            ("a.test.ts", '  ])("keeps %s", (name) => {', "keeps %s"),
            ("a.test.tsx", 'describe("quotes", () => {', "quotes"),
            ("banned.py", '    ("no-rand", r"rand",', "no-rand"),
            ("a.md", "## Who may reach what\n", "Who may reach what"),
        ]:
            self.assertTrue(proofs.holds(path, text, name), f"{path}: {text}")
            self.assertFalse(proofs.holds(path, text, name + "x"), f"{path}: {text}")

    def test_met_needs_a_proof_and_the_others_a_reason(self):
        self.assertEqual(findings("| 1.2.4 | 1 | x | **met** by care |"), ["1.2.4 is met by no test that it names"])
        self.assertIn("1.2.4 gives no reason", findings("| 1.2.4 | 1 | x | **open** |"))

    def test_a_row_of_another_form_and_one_given_twice_are_found(self):
        self.assertIn("a row is", findings(ROW.replace("**met**", "**nearly**"))[0])
        self.assertIn("1.2.4 is there twice", findings(ROW + "\n" + ROW))

    def test_counts_are_those_of_the_rows(self):
        second = "| 1.2.6 | 2 | x | **not applicable**: there is none |"
        self.assertEqual(findings(f"{ROW}\n{second}"), ["the counts of 2 are 0 / 1 / 0 / 1", "the counts of both are 1 / 1 / 0 / 2"])


class Banned(unittest.TestCase):
    def rules_of(self, line, path="src/services/a.cc"):
        return [finding.rule for finding in banned.check(Files({path: line + "\n"}))]

    def test_rules_that_stand_as_proofs_bite(self):
        for line, rule in [
            ("std::mt19937 random;", "no-rand"),
            ("SeededEntropy entropy(1);", "no-seeded-entropy"),
            ("EVP_EncryptInit_ex(c, EVP_aes_256_ecb(), 0, k, 0);", "no-old-crypto"),
            ("hash(HashAlgorithm::kSha1, data);", "no-old-crypto"),
            ("EVP_md5();", "no-old-crypto"),
            ('std::system("ls");', "no-shell"),
            ("execvp(name, arguments);", "no-shell"),
        ]:
            self.assertEqual(self.rules_of(line), [rule], line)

    def test_what_only_looks_alike_is_allowed(self):
        for line in ["System system(std::move(options), threads);", "transaction.execute(kInsert);", "EVP_aes_256_gcm();"]:
            self.assertEqual(self.rules_of(line), [], line)


if __name__ == "__main__":
    unittest.main()
