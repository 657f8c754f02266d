// Mnemonics against @scure/bip39, in the ten languages of the standard; one case in four breaks the words.
import { entropyToMnemonic, mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
import { hex, unhex } from '../harness.mjs';

const files = {
  english: 'english', chinese_simplified: 'simplified-chinese', chinese_traditional: 'traditional-chinese', czech: 'czech',
  french: 'french', italian: 'italian', japanese: 'japanese', korean: 'korean', portuguese: 'portuguese', spanish: 'spanish',
};
const lists = Object.fromEntries(
  await Promise.all(Object.entries(files).map(async ([language, file]) => [language, (await import(`@scure/bip39/wordlists/${file}.js`)).wordlist])),
);
const languages = Object.keys(files);
const entropyOf = (random) => random.hex(random.pick([16, 20, 24, 28, 32]));

function encode(random) {
  const [language, entropy] = [random.pick(languages), entropyOf(random)];
  const expected = entropyToMnemonic(unhex(entropy), lists[language]).normalize('NFKD');
  // Both separate Japanese words by U+3000, which NFKD makes a space.
  return { call: { op: 'bip39.encode', entropy, language }, check: (out) => out.mnemonic.normalize('NFKD') === expected };
}

function decode(random) {
  const [language, entropy] = [random.pick(languages), entropyOf(random)];
  const mnemonic = entropyToMnemonic(unhex(entropy), lists[language]).normalize(random.pick(['NFC', 'NFD', 'NFKC', 'NFKD']));
  return { call: { op: 'bip39.decode', mnemonic, language }, check: (out) => out.entropy === entropy };
}

/// One word replaced: sometimes the checksum still holds, so the oracle is asked.
function replaced(random) {
  const [language, entropy] = [random.pick(languages), entropyOf(random)];
  const words = entropyToMnemonic(unhex(entropy), lists[language]).normalize('NFKD').split(' ');
  words[random.below(words.length)] = random.pick(lists[language]).normalize('NFKD');
  const mnemonic = words.join(' ');
  const call = { op: 'bip39.decode', mnemonic, language };
  if (!validateMnemonic(mnemonic, lists[language])) return { call, refused: true };
  return { call, check: (out) => entropyToMnemonic(unhex(out.entropy), lists[language]).normalize('NFKD') === mnemonic };
}

function seed(random) {
  const language = random.pick(languages);
  const mnemonic = entropyToMnemonic(unhex(entropyOf(random)), lists[language]);
  const passphrase = random.text(20);
  const expected = hex(mnemonicToSeedSync(mnemonic, passphrase));
  return { call: { op: 'bip39.seed', mnemonic, passphrase }, check: (out) => out.seed === expected };
}
seed.share = 0.1;

export const cases = { encode, decode, replaced, seed };
