import { HDKey } from '@scure/bip32';
import { BIP32Factory } from 'bip32';
import * as curve from 'tiny-secp256k1';
import { measure } from './measure.mjs';

const seed = new Uint8Array(64).fill(7);
const path = "m/84'/0'/0'";

const bip32 = (neutered) => () => {
  const account = BIP32Factory(curve).fromSeed(seed).derivePath(path);
  const parent = neutered ? account.neutered() : account;
  let index = 0;
  return () => parent.derive(index++).publicKey;
};

const scure = (neutered) => () => {
  const account = HDKey.fromMasterSeed(seed).derive(path);
  const parent = neutered ? HDKey.fromExtendedKey(account.publicExtendedKey) : account;
  let index = 0;
  return () => parent.deriveChild(index++).publicKey;
};

await measure({
  bip32_private_child: bip32(false),
  bip32_public_child: bip32(true),
  scure_private_child: scure(false),
  scure_public_child: scure(true),
});
