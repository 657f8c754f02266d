// Authenticated encryption against @noble/ciphers.
import { gcm } from '@noble/ciphers/aes';
import { chacha20poly1305, xchacha20poly1305 } from '@noble/ciphers/chacha';
import { hex, unhex } from '../harness.mjs';

const algorithms = {
  'aes-128-gcm': { make: gcm, key: 16, nonce: (random) => random.pick([12, 12, 8, 16, 60]) },
  'aes-256-gcm': { make: gcm, key: 32, nonce: (random) => random.pick([12, 12, 8, 16, 60]) },
  'chacha20-poly1305': { make: chacha20poly1305, key: 32, nonce: () => 12 },
  'xchacha20-poly1305': { make: xchacha20poly1305, key: 32, nonce: () => 24 },
};

function sealed(random) {
  const algorithm = random.pick(Object.keys(algorithms));
  const { make, key: keySize, nonce: nonceSize } = algorithms[algorithm];
  const [key, nonce] = [random.hex(keySize), random.hex(nonceSize(random))];
  const [aad, plaintext] = [random.hex(random.below(50)), random.hex(random.below(200))];
  const whole = hex(make(unhex(key), unhex(nonce), unhex(aad)).encrypt(unhex(plaintext)));
  return { input: { algorithm, key, nonce, aad }, plaintext, ciphertext: whole.slice(0, -32), tag: '0x' + whole.slice(-32) };
}

export const cases = {
  seal(random) {
    const { input, plaintext, ciphertext, tag } = sealed(random);
    return { call: { op: 'aead.seal', ...input, plaintext }, check: (out) => out.ciphertext === ciphertext && out.tag === tag };
  },
  open(random) {
    const { input, plaintext, ciphertext, tag } = sealed(random);
    return { call: { op: 'aead.open', ...input, ciphertext, tag }, check: (out) => out.plaintext === plaintext };
  },
  forgedIsRefused(random) {
    const { input, ciphertext, tag } = sealed(random);
    const forged = unhex(tag);
    forged[random.below(16)] ^= 1 << random.below(8);
    return { call: { op: 'aead.open', ...input, ciphertext, tag: hex(forged) }, refused: true };
  },
};
