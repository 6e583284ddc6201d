/** What most commands must never load, and documents that are made from the code. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

import { glyphs, temporaryFolder } from './ganymede.js'

const cli = new URL('../../packages/ganymede/dist/cli.js', import.meta.url).href
const torch = new URL('../../packages/torch/dist/index.js', import.meta.url).href
const root = fileURLToPath(new URL('../..', import.meta.url))

// Start-up of the program itself on an idle 2-core machine takes about 90 ms.
const startUpMs = 300

/** Runs a command line in a process of its own and tells what it had loaded at the end, and the time it took. */
async function measure(words: readonly string[]): Promise<{ isLoaded: boolean; modules: string[]; cpuMs: number }> {
  const code = `
    const { main } = await import(${JSON.stringify(cli)})
    const quiet = { write() {} }
    await main(${JSON.stringify(words)}, { stdout: quiet, stderr: quiet })
    const { user, system } = process.cpuUsage()
    const report = process.report.getReport()
    const { isLoaded } = await import(${JSON.stringify(torch)})
    console.log(JSON.stringify({ isLoaded: isLoaded(), modules: report.sharedObjects, cpuMs: (user + system) / 1000 }))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd: temporaryFolder(),
  })
  return JSON.parse(stdout)
}

describe('commands that need no tensors', () => {
  it.each([
    [['--help']],
    [['train', 'dcgan', '--help']],
    [['train', 'dcgan', glyphs, '--size', '48']],
    [['runs']],
    [['options', 'dcgan']],
    [['data', 'check', glyphs]],
  ])('%j loads neither libtorch nor the addon', async (words) => {
    const { isLoaded, modules } = await measure(words)
    expect(isLoaded).toBe(false)
    expect(modules.filter((name) => /torch|ganymede\.node/.test(name))).toEqual([])
  })

  it('help is there in an instant', async () => {
    const times = [await measure(['--help']), await measure(['--help']), await measure(['--help'])]
    expect(Math.min(...times.map(({ cpuMs }) => cpuMs))).toBeLessThan(startUpMs)
  })
})

describe('generated documents', () => {
  it('are what the code would write today', async () => {
    const check = promisify(execFile)(process.execPath, ['scripts/generate-docs.mjs', '--check'], { cwd: root })
    await expect(check).resolves.toMatchObject({ stderr: '' })
  })
})
