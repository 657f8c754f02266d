// Decimal amounts against ethers' units.
import { ethers } from 'ethers';

/// ethers writes whole numbers with ".0".
const shortest = (text) => text.replace(/\.0$/, '');

export const cases = {
  format(random) {
    const [amount, decimals] = [random.integer(256), random.below(78)];
    const expected = shortest(ethers.formatUnits(amount, decimals));
    return { call: { op: 'money.format', amount: amount.toString(), decimals }, check: (out) => out.text === expected };
  },
  parse(random) {
    const [amount, decimals] = [random.integer(256), random.below(78)];
    const text = shortest(ethers.formatUnits(amount, decimals));
    return { call: { op: 'money.parse', text, decimals }, check: (out) => out.amount === amount.toString() };
  },
  parseIsExactOrRefused(random) {
    const digits = (most) => Array.from({ length: random.below(most) }, () => random.below(10)).join('');
    const text = digits(6) + random.pick(['', '.', '-', 'e']) + digits(12);
    const decimals = random.below(10);
    const call = { op: 'money.parse', text, decimals };
    // Stricter than ethers: digits on both sides of the point, no leading zeros, no sign.
    const plain = /^(0|[1-9]\d*)(\.\d+)?$/.test(text);
    const exact = plain && (text.split('.')[1] ?? '').replace(/0+$/, '').length <= decimals;
    if (!exact) return { call, refused: true };
    const [whole, fraction = ''] = text.split('.');
    const expected = ethers.parseUnits(fraction ? `${whole}.${fraction.slice(0, decimals) || '0'}` : whole, decimals);
    return { call, check: (out) => out.amount === expected.toString() };
  },
};
