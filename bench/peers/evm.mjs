// The work of domain/evm_bench.cc, by ethers.
import { ethers } from 'ethers';
import { measure } from './measure.mjs';

const order = JSON.stringify({
  types: {
    Asset: [{ name: 'token', type: 'address' }, { name: 'amount', type: 'uint256' }],
    Order: [
      { name: 'maker', type: 'address' }, { name: 'offer', type: 'Asset[]' }, { name: 'want', type: 'Asset[]' },
      { name: 'note', type: 'string' }, { name: 'salt', type: 'bytes32' }, { name: 'expires', type: 'uint64' },
    ],
  },
  primaryType: 'Order',
  domain: { name: 'Exchange', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' },
  message: {
    maker: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826',
    offer: [
      { token: '0xdAC17F958D2ee523a2206206994597C13D831ec7', amount: '100000000' },
      { token: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', amount: '2500000000000000000' },
    ],
    want: [{ token: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', amount: '9200000000' }],
    note: 'good till cancelled',
    salt: '0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20',
    expires: 1767225600,
  },
});

const types = ['address', 'uint256', '(address,uint24,uint256)[]', 'string', 'bytes', 'bool'].map((type) => ethers.ParamType.from(type));
const values = [
  '0xdAC17F958D2ee523a2206206994597C13D831ec7',
  '2500000000000000000',
  [
    ['0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', 500, '100000000'],
    ['0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 3000, '7'],
    ['0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826', 10000, '340282366920938463463374607431768211455'],
  ],
  'a memo of some length, as people write them',
  '0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff0011',
  true,
];

function signEip1559() {
  const key = new ethers.SigningKey('0x' + '07'.repeat(32));
  let nonce = 0;
  return () => {
    const transaction = ethers.Transaction.from({
      type: 2,
      chainId: 1,
      nonce: ++nonce,
      maxPriorityFeePerGas: 1500000000n,
      maxFeePerGas: 30000000000n,
      gasLimit: 65000,
      to: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
      data: '0xa9059cbb000000000000000000000000dac17f958d2ee523a2206206994597c13d831ec70000000000000000000000000000000000000000000000000000000005f5e100',
    });
    transaction.signature = key.sign(transaction.unsignedHash);
    return transaction.serialized;
  };
}

function eip712Digest() {
  return () => {
    const { types: structs, domain, message } = JSON.parse(order);
    return ethers.TypedDataEncoder.hash(domain, structs, message);
  };
}

/// ethers decodes lazily: the result is turned into a plain array, so that every value has been read.
function abiDecode() {
  const coder = ethers.AbiCoder.defaultAbiCoder();
  const data = ethers.getBytes(coder.encode(types, values));
  return () => coder.decode(types, data).toArray(true);
}

await measure({ sign_eip1559: signEip1559, eip712_digest: eip712Digest, abi_decode: abiDecode });
