// Sign-In with Ethereum messages against viem's writer and ethers' signatures.
import { ethers } from 'ethers';
import { createSiweMessage } from 'viem/siwe';
import { address, privateKey } from '../values.mjs';

const start = Date.UTC(2026, 0, 1);
const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
const word = (random, length) => Array.from({ length }, () => random.pick(letters)).join('');

function fields(random, signer = address(random)) {
  const time = start + random.below(1e9) * 1000;
  const out = {
    address: signer,
    chainId: random.below(1 << 30) + 1,
    domain: random.pick(['example.com', 'localhost:3000', 'login.example.org:8443', '127.0.0.1']),
    nonce: word(random, 8 + random.below(12)),
    uri: random.pick(['https://example.com/login?x=1#top', 'urn:isbn:0451450523', 'https://a.example/%20']),
    version: '1',
    issuedAt: new Date(time),
  };
  if (random.chance(50)) out.statement = `I accept the terms ${word(random, random.below(20))}: /x?y=z`;
  if (random.chance(50)) out.expirationTime = new Date(time + 1000 * (1 + random.below(1e6)));
  if (random.chance(50)) out.notBefore = new Date(time + 1000 * random.below(1e6));
  if (random.chance(30)) out.requestId = word(random, 1 + random.below(10));
  if (random.chance(30)) out.resources = Array.from({ length: 1 + random.below(3) }, () => `ipfs://${word(random, 10)}`);
  if (random.chance(20)) out.scheme = 'https';
  return out;
}

export const cases = {
  parse(random) {
    const given = fields(random);
    return {
      call: { op: 'siwe.parse', message: createSiweMessage(given) },
      check: (out) =>
        out.address === given.address && out.chain_id === given.chainId && out.domain === given.domain && out.nonce === given.nonce &&
        out.uri === given.uri && out.version === '1' && out.issued_at === given.issuedAt.toISOString() &&
        out.statement === given.statement && out.scheme === given.scheme && out.request_id === given.requestId &&
        out.expiration_time === given.expirationTime?.toISOString() && out.not_before === given.notBefore?.toISOString() &&
        String(out.resources) === String(given.resources),
    };
  },
  verify(random) {
    const key = new ethers.SigningKey(privateKey(random));
    const given = fields(random, ethers.computeAddress(key.publicKey));
    const message = createSiweMessage(given);
    const signer = random.chance(80) ? key : new ethers.SigningKey(privateKey(random));
    const time = new Date(start + random.below(1e9) * 1000);
    const domain = random.chance(90) ? given.domain : 'evil.example';
    const nonce = random.chance(90) ? given.nonce : 'another0nonce';
    const valid =
      signer === key && domain === given.domain && nonce === given.nonce &&
      (!given.expirationTime || time < given.expirationTime) && (!given.notBefore || time >= given.notBefore);
    const signature = signer.sign(ethers.hashMessage(message)).serialized;
    const call = { op: 'siwe.verify', message, signature, time: time.toISOString(), domain, nonce };
    return { call, check: (out) => out.valid === valid && out.address === given.address && (valid || out.reason.length > 0) };
  },
};
