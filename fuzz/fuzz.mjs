#!/usr/bin/env node
// @ts-check
/**
 * `npm run fuzz -- <reader>… [--minutes N] [--seed S]`: sends files made to harm to the readers, in a child process that is
 * held to the budgets of `packages/torch/src/files/read-budget.ts`. Without a name or with `all`, all take turns.
 */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Campaign } from './campaign.mjs'
import { Judge } from './judge.mjs'
import { findReader, readerNames } from './readers/registry.mjs'

const usage = `npm run fuzz -- <reader>… [options]

  --minutes N   how long (default 1)
  --seed S      whole number; the same seed gives the same inputs in the same order (default 1)
  --file FILE   send this one file, and say what it costs

readers: all, ${readerNames.join(', ')}`

// Readers take turns of this length, so that a short run tries each.
const turnMs = 400

const root = fileURLToPath(new URL('..', import.meta.url))
const found = relative(process.cwd(), join(root, 'build', 'fuzz'))

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      file: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(usage)
  else {
    const all = positionals.length === 0 || positionals.includes('all')
    const chosen = (all ? readerNames : positionals).map(findReader)
    const judge = new Judge(mkdtempSync(join(tmpdir(), 'ganymede-fuzz-')))
    const stop = () => judge.close().finally(() => process.exit(130))
    // A terminal and a time limit may both send one: the second must not end what cleans up.
    process.on('SIGINT', stop).on('SIGTERM', stop)
    try {
      if (values.file === undefined) await run(judge, chosen, wholeOf(values.seed), Number(values.minutes))
      else for (const reader of chosen) await replay(judge, reader, values.file)
    } finally {
      await judge.close()
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

/**
 * @param {Judge} judge
 * @param {readonly import('./reader.mjs').Reader[]} readers
 * @param {number} seed
 * @param {number} minutes
 */
async function run(judge, readers, seed, minutes) {
  if (!(minutes > 0)) throw new Error(`--minutes is a number above 0\n\n${usage}`)
  const end = Date.now() + 60_000 * minutes
  const campaigns = readers.map((reader) => new Campaign(reader, judge, { seed, found }))
  do for (const campaign of campaigns) await campaign.tryUntil(Math.min(end, Date.now() + turnMs))
  while (Date.now() < end)
  const findings = campaigns.flatMap((campaign) => campaign.findings)
  const tried = campaigns.map(({ name, tried: count }) => `${name} ${count}`).join(', ')
  console.log(`\nseed ${seed}, inputs tried: ${tried}`)
  const total = campaigns.reduce((sum, campaign) => sum + campaign.tried, 0)
  console.log(`${findings.length === 0 ? '✔' : '✖'} ${total} inputs, ${findings.length} findings`)
  if (findings.length > 0) process.exitCode = 1
}

/** @param {Judge} judge @param {import('./reader.mjs').Reader} reader @param {string} file */
async function replay(judge, reader, file) {
  const input = readFileSync(file)
  const [sample = input] = await reader.samples()
  const { result, baseline } = await judge.observe(reader, input, sample)
  const memory = `${Math.max(0, result.peakBytes - baseline) >> 20} MiB beyond a small valid file`
  console.log(`${reader.name}: ${result.kind}, ${result.seconds.toFixed(2)} s, ${memory}`)
  if (result.text !== '') console.log(result.text)
  if (result.place !== '') console.log(result.place)
  if ((await judge.measure(reader, input, sample)) !== null) process.exitCode = 1
}

/** @param {string} text */
function wholeOf(text) {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--seed is a whole number\n\n${usage}`)
  return Number(text)
}
