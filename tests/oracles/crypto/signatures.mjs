// Signatures of three curves against @noble/curves and ethers.
import { ed25519 } from '@noble/curves/ed25519';
import { p256 } from '@noble/curves/nist';
import { schnorr, secp256k1 } from '@noble/curves/secp256k1';
import { ethers } from 'ethers';
import { hex, unhex } from '../harness.mjs';
import { privateKey } from '../values.mjs';

const curves = { secp256k1, p256 };
const word = (number) => '0x' + number.toString(16).padStart(64, '0');

/// One byte of `text` changed, in some of the cases.
function perhapsChanged(random, text) {
  if (random.chance(60)) return text;
  const bytes = unhex(text);
  bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  return hex(bytes);
}

function ecdsaSign(random) {
  const curve = random.pick(['secp256k1', 'p256']);
  const [private_key, digest] = [privateKey(random), random.hex(32)];
  const expected = curves[curve].sign(unhex(digest), unhex(private_key), { lowS: true, prehash: false });
  return {
    call: { op: 'ecdsa.sign', curve, private_key, digest },
    check: (out) =>
      out.r === word(expected.r) && out.s === word(expected.s) && out.recovery_id === expected.recovery && out.der === hex(expected.toBytes('der')),
  };
}

function ecdsaVerify(random) {
  const curve = random.pick(['secp256k1', 'p256']);
  const [key, digest] = [unhex(privateKey(random)), random.hex(32)];
  // Only P-256 takes a high s (WebAuthn and JWS send them).
  const made = curves[curve].sign(unhex(digest), key, { lowS: random.chance(70), prehash: false });
  const form = random.pick(['der', 'compact']);
  const signature = perhapsChanged(random, hex(made.toBytes(form)));
  const public_key = hex(curves[curve].getPublicKey(key, random.chance(50)));
  let valid = false;
  try {
    valid = curves[curve].verify(unhex(signature), unhex(digest), unhex(public_key), { lowS: curve === 'secp256k1', prehash: false, format: form });
  } catch {
    // Not a signature at all.
  }
  return { call: { op: 'ecdsa.verify', curve, public_key, digest, signature }, check: (out) => out.valid === valid };
}

function recover(random) {
  const [key, digest] = [new ethers.SigningKey(privateKey(random)), random.hex(32)];
  const signature = key.sign(digest).serialized;
  return {
    call: { op: 'ecdsa.recover', digest, signature },
    check: (out) => out.public_key === key.compressedPublicKey && out.address === ethers.computeAddress(key.publicKey),
  };
}

export const cases = {
  ecdsaSign,
  ecdsaVerify,
  recover,
  schnorrSign(random) {
    const [private_key, message, aux] = [privateKey(random), random.hex(random.below(100)), random.hex(32)];
    const expected = hex(schnorr.sign(unhex(message), unhex(private_key), unhex(aux)));
    return { call: { op: 'schnorr.sign', private_key, message, aux }, check: (out) => out.signature === expected };
  },
  schnorrVerify(random) {
    const [key, message] = [unhex(privateKey(random)), random.hex(random.below(100))];
    const signature = perhapsChanged(random, hex(schnorr.sign(unhex(message), key, unhex(random.hex(32)))));
    const public_key = hex(schnorr.getPublicKey(key));
    const valid = schnorr.verify(unhex(signature), unhex(message), unhex(public_key));
    return { call: { op: 'schnorr.verify', public_key, message, signature }, check: (out) => out.valid === valid };
  },
  ed25519Sign(random) {
    const [private_key, message] = [random.hex(32), random.hex(random.below(100))];
    const expected = hex(ed25519.sign(unhex(message), unhex(private_key)));
    return { call: { op: 'ed25519.sign', private_key, message }, check: (out) => out.signature === expected };
  },
  ed25519Verify(random) {
    const [key, message] = [unhex(random.hex(32)), random.hex(random.below(100))];
    const signature = perhapsChanged(random, hex(ed25519.sign(unhex(message), key)));
    const public_key = hex(ed25519.getPublicKey(key));
    const valid = ed25519.verify(unhex(signature), unhex(message), unhex(public_key), { zip215: false });
    return { call: { op: 'ed25519.verify', public_key, message, signature }, check: (out) => out.valid === valid };
  },
};
