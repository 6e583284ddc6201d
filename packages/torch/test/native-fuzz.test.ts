/** The addon under values that nobody should pass: it may refuse, but never crash. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readBuildRecord } from '../src/index.js'
import { runScript } from './child-process.js'

const addon = process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon ?? ''
const generated = readFileSync(new URL('../src/ops.generated.ts', import.meta.url), 'utf8')
// from_file would read, and create, files of random names.
const operators = [...new Set([...generated.matchAll(/operator\('([^']+)'/g)].map((match) => match[1]!))].filter(
  (name) => name !== 'aten::from_file',
)

describe('random arguments', () => {
  test.each([1, 2, 3])('never crash the functions of the addon (seed %i)', async (seed) => {
    const result = await runScript('fuzz-native.mjs', [addon, String(seed), '150'])
    expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
    const { returned, threw } = JSON.parse(result.stdout) as { returned: number; threw: number }
    expect(returned).toBeGreaterThan(100)
    expect(threw).toBeGreaterThan(100)
  })

  test('never crash the operators that have functions', async () => {
    expect(operators.length).toBeGreaterThan(300)
    const result = await runScript('fuzz-native.mjs', [addon, '4', '25', ...operators])
    expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
  })
})
