// @ts-check
/**
 * Picks operators.jsonl.gz out of a large recording: of each overload that has a function, the smallest call with
 * elements for each dtype of its first tensor. Usage: node pick-fixture.mjs RECORDING.jsonl.gz
 */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip, gzipSync } from 'node:zlib'

// Characters; longer ones are taken only where an overload has no other.
const longestLine = 2000
const recording = process.argv[2] ?? ''
const generated = readFileSync(new URL('../../src/ops.generated.ts', import.meta.url), 'utf8')
const withFunction = new Set([...generated.matchAll(/operator\('([^']+)'/g)].map((match) => match[1]))

/** @type {Map<string, string>} */
const smallest = new Map()
let header = ''
for await (const line of createInterface({ input: createReadStream(recording).pipe(createGunzip()) })) {
  const call = JSON.parse(line)
  if (!('op' in call)) header = line
  else if (withFunction.has(call.op) && call.tensors.every((/** @type {any[]} */ tensor) => !tensor[1].includes(0))) {
    const key = `${call.op} ${call.tensors[0]?.[0] ?? ''}`
    if (line.length < (smallest.get(key)?.length ?? Number.POSITIVE_INFINITY)) smallest.set(key, line)
  }
}
/** @type {(op: string) => number} */
const least = (op) =>
  Math.min(...[...smallest].filter(([key]) => key.split(' ')[0] === op).map(([, line]) => line.length))
const lines = [...smallest]
  .filter(([key, line]) => line.length <= longestLine || line.length === least(key.split(' ')[0] ?? ''))
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, line]) => line)
const out = gzipSync(`${[header, ...lines].join('\n')}\n`, { level: 9 })
writeFileSync(new URL('operators.jsonl.gz', import.meta.url), out)
const overloads = new Set([...smallest.keys()].map((key) => key.split(' ')[0])).size
console.log(`${lines.length} calls of ${overloads} of ${withFunction.size} overloads, ${out.length} bytes`)
