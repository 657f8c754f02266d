// What every peer program is run by: `node x.mjs NAME` prints one JSON line for the benchmark of that name.
import { readFileSync } from 'node:fs';

const WARM_UP_MS = 500;
const MEASURED_NS = 1e9;

/// Processor time of this thread in nanoseconds (Linux), so that other programs on the machine do not count.
function threadTime() {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]);
}

function repeat(operation, times) {
  for (let i = 0; i < times; i++) operation();
}

/// How often `operation` runs in a second, once the engine has optimised it.
function rate(operation) {
  let batch = 1;
  for (const end = performance.now() + WARM_UP_MS; performance.now() < end; ) {
    const started = performance.now();
    repeat(operation, batch);
    if (performance.now() - started < 20) batch *= 2;
  }
  let count = 0;
  const started = threadTime();
  let spent = 0;
  for (; spent < MEASURED_NS; count += batch) {
    repeat(operation, batch);
    spent = threadTime() - started;
  }
  return (count * 1e9) / spent;
}

/// `benchmarks` maps a name to a function that prepares (it may be asynchronous) and gives back the operation, or
/// `{ operation, bytes }` where one operation works through so many bytes.
export async function measure(benchmarks) {
  const name = process.argv[2];
  if (!Object.hasOwn(benchmarks, name)) throw new Error(`no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}`);
  const prepared = await benchmarks[name]();
  const { operation, bytes } = typeof prepared === 'function' ? { operation: prepared } : prepared;
  const perSecond = rate(operation);
  console.log(JSON.stringify({ name, per_second: perSecond, ...(bytes && { bytes_per_second: perSecond * bytes }) }));
}
