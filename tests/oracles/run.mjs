// Runs the comparisons: all of them, or those whose name `<folder>/<file>/<case>` holds one of the arguments.
import { readdir } from 'node:fs/promises';
import { compare } from './harness.mjs';

const count = Number(process.env.COFFER_ORACLE_CASES ?? 10000);
const seed = Number(process.env.SEED ?? 1);
const wanted = process.argv.slice(2);

let differing = 0;
let compared = 0;
for (const folder of (await readdir(import.meta.dirname, { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')) {
  for (const file of (await readdir(`${import.meta.dirname}/${folder.name}`)).filter((name) => name.endsWith('.mjs')).sort()) {
    const { cases } = await import(`./${folder.name}/${file}`);
    for (const [name, make] of Object.entries(cases)) {
      const whole = `${folder.name}/${file.slice(0, -4)}/${name}`;
      if (wanted.length > 0 && !wanted.some((part) => whole.includes(part))) continue;
      compared++;
      // Slow functions (key stretching) say how many of the cases they can afford.
      const affordable = Math.max(1, Math.ceil(count * (make.share ?? 1)));
      if (!(await compare(whole, affordable, make, seed))) differing++;
    }
  }
}
if (compared === 0) console.error('no comparison has such a name');
console.log(`${compared} comparisons, ${differing} differing`);
process.exit(differing === 0 && compared > 0 ? 0 : 1);
