import { HDKey } from '@scure/bip32';
import * as btc from '@scure/btc-signer';
import { BIP32Factory } from 'bip32';
import * as bitcoin from 'bitcoinjs-lib';
import { ECPairFactory } from 'ecpair';
import * as curve from 'tiny-secp256k1';
import { measure } from './measure.mjs';

const inputs = 100;
const seed = new Uint8Array(64).fill(7);
const path = "m/84'/0'/0'";
const privateKey = new Uint8Array(32).fill(7);

function unsigned() {
  const publicKey = ECPairFactory(curve).fromPrivateKey(privateKey).publicKey;
  const script = bitcoin.payments.p2wpkh({ pubkey: publicKey }).output;
  const psbt = new bitcoin.Psbt();
  for (let index = 0; index < inputs; index++)
    psbt.addInput({ hash: new Uint8Array(32), index, witnessUtxo: { script, value: 100_000n } });
  psbt.addOutput({ script, value: 5_000_000n });
  return psbt.toBuffer();
}

function bitcoinjsSign() {
  const bytes = unsigned();
  const key = ECPairFactory(curve).fromPrivateKey(privateKey);
  return () => bitcoin.Psbt.fromBuffer(bytes).signAllInputs(key).toBuffer();
}

function bitcoinjsSignAndVerify() {
  const bytes = unsigned();
  const factory = ECPairFactory(curve);
  const key = factory.fromPrivateKey(privateKey);
  const verifies = (publicKey, digest, signature) => factory.fromPublicKey(publicKey).verify(digest, signature);
  return () => {
    const psbt = bitcoin.Psbt.fromBuffer(bytes).signAllInputs(key);
    if (!psbt.validateSignaturesOfAllInputs(verifies)) throw new Error('a signature does not verify');
    return psbt.toBuffer();
  };
}

function scureSign() {
  const bytes = Uint8Array.from(unsigned());
  return () => {
    const transaction = btc.Transaction.fromPSBT(bytes);
    if (transaction.sign(privateKey) !== inputs) throw new Error('an input was not signed');
    return transaction.toPSBT();
  };
}

function bitcoinjsAddress() {
  const branch = BIP32Factory(curve).fromSeed(seed).derivePath(path).neutered().derive(0);
  let index = 0;
  return () => bitcoin.payments.p2wpkh({ pubkey: branch.derive(index++).publicKey }).address;
}

function scureAddress() {
  const account = HDKey.fromMasterSeed(seed).derive(path);
  const branch = HDKey.fromExtendedKey(account.publicExtendedKey).deriveChild(0);
  let index = 0;
  return () => btc.p2wpkh(branch.deriveChild(index++).publicKey).address;
}

await measure({
  bitcoinjs_sign: bitcoinjsSign,
  bitcoinjs_sign_and_verify: bitcoinjsSignAndVerify,
  scure_sign: scureSign,
  bitcoinjs_address: bitcoinjsAddress,
  scure_address: scureAddress,
});
