/** Calls that TypeScript would refuse: each ends in a TorchError, whatever the function and the value. */
import { expect, test } from 'vitest'
import { patience } from '../../../../test/setup/patience.js'
import { runScript } from '../child-process.js'

test(
  'every exported function answers wrong types with a typed error, and leaves no tensor behind',
  async () => {
    const result = await runScript('misuse.mjs')
    expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
    const { calls, refused, problems, live } = JSON.parse(result.stdout)
    expect(problems).toEqual([])
    expect(calls).toBeGreaterThan(50_000)
    expect(refused).toBeGreaterThan(calls / 2)
    expect(live).toBe(0)
  },
  patience(120_000),
)
