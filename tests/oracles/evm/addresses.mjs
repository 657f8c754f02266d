// Addresses of keys and contracts against ethers; names against the normaliser of ENSIP-15's author.
import { ens_normalize } from '@adraffy/ens-normalize';
import { ethers } from 'ethers';
import { address, privateKey } from '../values.mjs';

function normal(name) {
  try {
    return ens_normalize(name) === name;
  } catch {
    return false;
  }
}

export const cases = {
  ofPrivateKey(random) {
    const key = privateKey(random);
    return { call: { op: 'evm.address', private_key: key }, check: (out) => out.address === ethers.computeAddress(key) };
  },
  ofPublicKey(random) {
    const { publicKey, compressedPublicKey } = new ethers.SigningKey(privateKey(random));
    const public_key = random.pick([publicKey, compressedPublicKey, '0x' + publicKey.slice(4)]);
    return { call: { op: 'evm.address', public_key }, check: (out) => out.address === ethers.computeAddress(publicKey) };
  },
  create(random) {
    const from = address(random);
    const nonce = random.below(1 << 30);
    return { call: { op: 'evm.create_address', from, nonce }, check: (out) => out.address === ethers.getCreateAddress({ from, nonce }) };
  },
  create2(random) {
    const from = address(random);
    const salt = random.hex(32);
    const init_code = random.hex(random.below(100));
    const init_code_hash = ethers.keccak256(init_code);
    const call = { op: 'evm.create2_address', from, salt, ...(random.chance(50) ? { init_code } : { init_code_hash }) };
    return { call, check: (out) => out.address === ethers.getCreate2Address(from, salt, init_code_hash) };
  },
  wrongChecksumIsRefused(random) {
    const from = address(random);
    const letters = [...from.slice(2)].flatMap((c, i) => (/[a-fA-F]/.test(c) ? [i + 2] : []));
    const at = random.pick(letters);
    const flipped = from[at] === from[at].toLowerCase() ? from[at].toUpperCase() : from[at].toLowerCase();
    const wrong = from.slice(0, at) + flipped + from.slice(at + 1);
    // All lower or all upper case carries no checksum.
    const mixed = /[a-f]/.test(wrong.slice(2)) && /[A-F]/.test(wrong.slice(2));
    const call = { op: 'evm.create_address', from: wrong, nonce: 0 };
    return mixed ? { call, refused: true } : { call, check: (out) => out.address === ethers.getCreateAddress({ from, nonce: 0 }) };
  },
  /// Names outside ASCII are refused whether they are normal or not; within it the two must agree on every character.
  namehash(random) {
    const usual = [...'abcxyz0129-_$A.'];
    const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
    const character = () => random.pick(random.chance(95) ? usual : random.chance(80) ? printable : [...'éßаΩ漢🦊\u200d\u00ad']);
    const label = () => Array.from({ length: random.below(8) + 1 }, character).join('');
    const name = Array.from({ length: random.below(3) + 1 }, label).join('.');
    const call = { op: 'evm.namehash', name };
    return normal(name) && /^[ -~]+$/.test(name) ? { call, check: (out) => out.hash === ethers.namehash(name) } : { call, refused: true };
  },
};
