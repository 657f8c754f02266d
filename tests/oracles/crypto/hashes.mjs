// Hashes and what is made of them, against ethers, Node and @noble.
import { createHash, createHmac, hkdfSync, pbkdf2Sync, scryptSync } from 'node:crypto';
import { ethers } from 'ethers';
import { hex, unhex } from '../harness.mjs';

const algorithms = ['sha1', 'sha256', 'sha512'];
const sizes = { sha1: 20, sha256: 32, sha512: 64 };

function pbkdf2(random) {
  const hash = random.pick(algorithms);
  const [password, salt] = [random.hex(random.below(150)), random.hex(random.below(80))];
  const [iterations, length] = [1 + random.below(50), 1 + random.below(100)];
  const expected = hex(pbkdf2Sync(unhex(password), unhex(salt), iterations, length, hash));
  return { call: { op: 'pbkdf2', hash, password, salt, iterations, length }, check: (out) => out.key === expected };
}

function scrypt(random) {
  const [password, salt] = [random.hex(random.below(100)), random.hex(random.below(80))];
  const cost = { n: 2 << random.below(7), r: 1 + random.below(8), p: 1 + random.below(3) };
  const length = 1 + random.below(100);
  const expected = hex(scryptSync(unhex(password), unhex(salt), length, { N: cost.n, r: cost.r, p: cost.p }));
  return { call: { op: 'scrypt', password, salt, ...cost, length }, check: (out) => out.key === expected };
}
scrypt.share = 0.2;

export const cases = {
  keccak256(random) {
    const data = random.hex(random.below(300));
    return { call: { op: 'keccak256', data }, check: (out) => out.hash === ethers.keccak256(data) };
  },
  hash(random) {
    const algorithm = random.pick(algorithms);
    const data = random.hex(random.below(300));
    return { call: { op: 'hash', algorithm, data }, check: (out) => out.hash === hex(createHash(algorithm).update(unhex(data)).digest()) };
  },
  hmac(random) {
    const hash = random.pick(algorithms);
    const [key, data] = [random.hex(random.below(200)), random.hex(random.below(300))];
    return { call: { op: 'hmac', hash, key, data }, check: (out) => out.mac === hex(createHmac(hash, unhex(key)).update(unhex(data)).digest()) };
  },
  hkdf(random) {
    const hash = random.pick(algorithms);
    const [key, salt, info] = [random.hex(random.below(100)), random.hex(random.below(80)), random.hex(random.below(80))];
    const length = 1 + random.below(sizes[hash] * (random.chance(5) ? 255 : 3));
    const expected = hex(hkdfSync(hash, unhex(key), unhex(salt), unhex(info), length));
    return { call: { op: 'hkdf', hash, key, salt, info, length }, check: (out) => out.key === expected };
  },
  pbkdf2,
  scrypt,
};
