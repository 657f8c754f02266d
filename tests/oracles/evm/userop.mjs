// ERC-4337 user operation hashes against viem.
import { getUserOperationHash } from 'viem/account-abstraction';
import { address, camel } from '../values.mjs';

function operation(random, version) {
  const gas = (bits) => random.integer(bits).toString();
  const bits = version === '0.6' ? 256 : 128;
  const out = {
    sender: address(random), nonce: gas(256), call_data: random.hex(random.below(80)), signature: '0x',
    call_gas_limit: gas(bits), verification_gas_limit: gas(bits), pre_verification_gas: gas(256),
    max_fee_per_gas: gas(bits), max_priority_fee_per_gas: gas(bits),
  };
  if (version === '0.6')
    return { ...out, init_code: random.hex(random.pick([0, 40])), paymaster_and_data: random.hex(random.pick([0, 60])) };
  if (random.chance(50)) Object.assign(out, { factory: address(random), factory_data: random.hex(random.below(60)) });
  if (random.chance(50))
    Object.assign(out, {
      paymaster: address(random), paymaster_verification_gas_limit: gas(128), paymaster_post_op_gas_limit: gas(128),
      paymaster_data: random.hex(random.below(60)),
    });
  return out;
}

function hash(random, version, user_operation = operation(random, version), authorization = undefined) {
  const entry_point = address(random);
  const chain_id = random.below(1 << 30);
  const theirs = Object.fromEntries(
    Object.entries({ ...user_operation, eip7702_delegate: undefined }).map(([name, value]) => [camel(name), /gas|nonce/.test(name) ? BigInt(value) : value]),
  );
  const expected = getUserOperationHash({ chainId: chain_id, entryPointAddress: entry_point, entryPointVersion: version, userOperation: { ...theirs, authorization } });
  return { call: { op: 'evm.userop.hash', user_operation, entry_point, version, chain_id }, check: (out) => out.hash === expected };
}

export const cases = {
  hashV06: (random) => hash(random, '0.6'),
  hashV07: (random) => hash(random, '0.7'),
  hashV08: (random) => hash(random, '0.8'),
  /// EIP-7702: the marker in the factory's place is hashed as the delegate.
  hashV08Delegated(random) {
    const delegate = address(random);
    const marked = { ...operation(random, '0.8'), factory: '0x7702', factory_data: random.hex(random.below(40)), eip7702_delegate: delegate };
    return hash(random, '0.8', marked, { address: delegate, chainId: 1, nonce: 0 });
  },
};
