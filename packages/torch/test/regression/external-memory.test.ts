/** Node.js 24 and newer end the process when the external memory that V8 was told of would fall below zero. */
import { describe, expect, test } from 'vitest'
import { empty, readBuildRecord } from '../../src/index.js'
import { runScript } from '../child-process.js'

const addon = process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon ?? ''

describe('external memory reported to V8', () => {
  test('never falls below zero nor rises without bound, in each thread by itself', async () => {
    const result = await runScript('external-memory.mjs', [addon])
    expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
    const refused = 'ARGUMENT_INVALID'
    const outcomes = [refused, 'told', refused, 'told', refused, refused, 'told', refused, 'told']
    expect(JSON.parse(result.stdout)).toEqual({ outcomes, inWorker: outcomes, rest: 'told' })
  })

  test('leaves out tensors without memory, of whatever size', () => {
    const x = empty([2 ** 52], { dtype: 'float64', device: 'meta' })
    expect(x.shape).toEqual([2 ** 52])
    x.dispose()
    expect(x.isDisposed).toBe(true)
  })
})
