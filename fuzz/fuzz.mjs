#!/usr/bin/env node
// @ts-check
/**
 * `npm run fuzz -- <reader>… [--minutes N] [--seed S]`: sends files made to harm to the readers, in a child process that is
 * held to the budgets of `packages/core/src/reading/read-budget.ts`. Without a name or with `all`, all take turns.
 */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Campaign } from './campaign.mjs'
import { Judge } from './judge.mjs'
import { readers as registry } from './readers/registry.mjs'

const usage = `npm run fuzz -- <reader>… [options]

  --minutes N   how long (default 1)
  --seed S      whole number; the same seed gives the same inputs in the same order (default 1)
  --file FILE   send this one file, and say what it costs
  --found FOLDER
                where files that are findings are kept (default build/fuzz)
  --readers MODULE
                readers of a module that exports them as fuzz/readers/registry.mjs does, instead of these

readers: all, ${namesOf(registry)}`

// Readers take turns of this length, so that a short run tries each.
const turnMs = 400

const root = fileURLToPath(new URL('..', import.meta.url))
const defaultFound = relative(process.cwd(), join(root, 'build', 'fuzz'))

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      file: { type: 'string' },
      found: { type: 'string', default: defaultFound },
      readers: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(usage)
  else {
    const url = values.readers === undefined ? undefined : pathToFileURL(resolve(values.readers)).href
    const { readers } = url === undefined ? { readers: registry } : await import(url)
    const chosen = choose(readers, positionals)
    const judge = new Judge(mkdtempSync(join(tmpdir(), 'ganymede-fuzz-')), url)
    const stop = () => judge.close().finally(() => process.exit(130))
    // A terminal and a time limit may both send one: the second must not end what cleans up.
    process.on('SIGINT', stop).on('SIGTERM', stop)
    try {
      if (values.file === undefined)
        await run(judge, chosen, { seed: wholeOf(values.seed), minutes: Number(values.minutes), found: values.found })
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
 * @param {{ seed: number, minutes: number, found: string }} options  found: folder for files that are findings
 */
async function run(judge, readers, { seed, minutes, found }) {
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

/**
 * @param {readonly import('./reader.mjs').Reader[]} readers
 * @param {readonly string[]} names
 */
function choose(readers, names) {
  if (names.length === 0 || names.includes('all')) return readers
  return names.map((name) => {
    const found = readers.find((reader) => reader.name === name)
    if (found === undefined) throw new Error(`there is no reader "${name}"; there are: all, ${namesOf(readers)}`)
    return found
  })
}

/** @param {readonly import('./reader.mjs').Reader[]} readers */
function namesOf(readers) {
  return readers.map(({ name }) => name).join(', ')
}

/** @param {string} text */
function wholeOf(text) {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--seed is a whole number\n\n${usage}`)
  return Number(text)
}
