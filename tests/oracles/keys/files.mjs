// Keys in files and texts: keystores against ethers, Wallet Import Format against the wif package.
import { ethers } from 'ethers';
import * as wif from 'wif';
import { hex, unhex } from '../harness.mjs';

// Web3 Secret Storage names no normal form: Coffer takes NFKD, ethers NFKC, so ethers is given the bytes.
const bytesOf = (password) => Uint8Array.from(Buffer.from(password.normalize('NFKD')));
const keyOf = (random) => '0x' + (random.integer(255) + 1n).toString(16).padStart(64, '0');

function keystoreDecrypt(random) {
  const [private_key, password] = [keyOf(random), random.text(20)];
  const keystore = ethers.encryptKeystoreJsonSync({ privateKey: private_key, address: ethers.computeAddress(private_key) }, bytesOf(password), {
    scrypt: { N: 2 << random.below(6), r: 8, p: 1 + random.below(2) },
  });
  return {
    call: { op: 'keystore.decrypt', keystore: JSON.parse(keystore), password },
    check: (out) => out.private_key === private_key && out.address === ethers.computeAddress(private_key),
  };
}
keystoreDecrypt.share = 0.1;

function keystoreEncrypt(random) {
  const [private_key, password] = [keyOf(random), random.text(20)];
  return {
    call: { op: 'keystore.encrypt', private_key, password, kdf: random.pick(['scrypt', 'pbkdf2']), entropy: random.hex(32) },
    check: ({ keystore }) => ethers.decryptKeystoreJsonSync(JSON.stringify(keystore), bytesOf(password)).privateKey === private_key,
  };
}
keystoreEncrypt.share = 0.001;

function wifDecode(random) {
  const [key, compressed, network] = [keyOf(random), random.chance(50), random.pick(['mainnet', 'testnet'])];
  const text = wif.encode({ version: network === 'mainnet' ? 0x80 : 0xef, privateKey: unhex(key), compressed });
  return {
    call: { op: 'bitcoin.wif.decode', wif: text },
    check: (out) => out.private_key === key && out.compressed === compressed && out.network === network,
  };
}

/// Random bytes under a valid checksum: what is no key for the oracle is none for us.
function wifRefused(random) {
  const bytes = unhex(random.hex(random.pick([32, 34, 35])));
  const text = ethers.encodeBase58(ethers.concat([bytes, ethers.dataSlice(ethers.sha256(ethers.sha256(bytes)), 0, 4)]));
  const call = { op: 'bitcoin.wif.decode', wif: text };
  try {
    const known = wif.decode(text);
    if ([0x80, 0xef].includes(known.version)) return { call, check: (out) => out.private_key === hex(known.privateKey) };
  } catch {
    // No key for the oracle either.
  }
  return { call, refused: true };
}

export const cases = { keystoreDecrypt, keystoreEncrypt, wifDecode, wifRefused };
