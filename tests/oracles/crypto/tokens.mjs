// One-time passwords against otpauth; compact JWS against jose, and Node for ES256K, which jose has not.
import { generateKeyPairSync, sign } from 'node:crypto';
import { CompactSign } from 'jose';
import { HOTP, Secret, TOTP } from 'otpauth';
import { hex, unhex } from '../harness.mjs';

const hashes = { sha1: 'SHA1', sha256: 'SHA256', sha512: 'SHA512' };
const secretOf = (text) => new Secret({ buffer: unhex(text).buffer });

const pairs = {
  EdDSA: generateKeyPairSync('ed25519'),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES256K: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
};
const jwkOf = (pair) => pair.publicKey.export({ format: 'jwk' });
const base64url = (data) => Buffer.from(data).toString('base64url');

/// Compact JWS of random payloads, signed beforehand since jose signs asynchronously.
const jws = await Promise.all(
  Array.from({ length: 600 }, async (_, i) => {
    const alg = Object.keys(pairs)[i % 3];
    const payload = Buffer.from(JSON.stringify({ sub: `user-${i}`, iat: i, text: 'ä"\\'.repeat(i % 7) }));
    if (alg !== 'ES256K')
      return { alg, payload, compact: await new CompactSign(payload).setProtectedHeader({ alg, kid: `k${i}` }).sign(pairs[alg].privateKey) };
    const input = `${base64url('{"alg":"ES256K"}')}.${base64url(payload)}`;
    const signature = sign('sha256', Buffer.from(input), { key: pairs.ES256K.privateKey, dsaEncoding: 'ieee-p1363' });
    return { alg, payload, compact: `${input}.${base64url(signature)}` };
  }),
);

export const cases = {
  hotp(random) {
    const secret = random.hex(1 + random.below(64));
    const [counter, digits] = [random.below(2 ** 32), 6 + random.below(3)];
    const expected = new HOTP({ secret: secretOf(secret), digits }).generate({ counter });
    return { call: { op: 'hotp', secret, counter, digits }, check: (out) => out.code === expected };
  },
  totp(random) {
    const secret = random.hex(1 + random.below(64));
    const [time, digits, period] = [random.below(2 ** 32), 6 + random.below(3), 1 + random.below(90)];
    const hash = random.pick(Object.keys(hashes));
    const expected = new TOTP({ secret: secretOf(secret), digits, period, algorithm: hashes[hash] }).generate({ timestamp: time * 1000 });
    return { call: { op: 'totp', secret, time, digits, period, hash }, check: (out) => out.code === expected };
  },
  jwsVerify(random) {
    const { alg, payload, compact } = random.pick(jws);
    return {
      call: { op: 'jws.verify', jws: compact, jwk: jwkOf(pairs[alg]) },
      check: (out) => out.valid === true && out.payload === hex(payload),
    };
  },
  jwsForgedDoesNotHold(random) {
    const { alg, compact } = random.pick(jws);
    const other = random.pick(Object.keys(pairs));
    const at = random.below(compact.length);
    const changed = compact.slice(0, at) + (compact[at] === 'A' ? 'B' : 'A') + compact.slice(at + 1);
    const jwk = jwkOf(pairs[other]);
    return { call: { op: 'jws.verify', jws: other === alg ? changed : compact, jwk }, check: (out) => out.valid === false };
  },
};
