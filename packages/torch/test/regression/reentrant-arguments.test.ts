/** Reading an argument can run JavaScript, which can move or free what the addon had looked up before. */
import { expect, test } from 'vitest'
import { readBuildRecord } from '../../src/index.js'
import { runScript } from '../child-process.js'

const addon = process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon ?? ''

test('arguments whose getters call the addon find everything as it was, or are refused', async () => {
  const result = await runScript('reentrant-arguments.mjs', [addon])
  expect(result, result.stderr).toMatchObject({ code: 0, signal: null })
  expect(JSON.parse(result.stdout)).toEqual({
    'a gradient for a tensor whose table moves': 'number',
    'a gradient for a tensor that is freed': 'set',
    'data for a tensor whose table moves': 'set',
    'data for a tensor that is freed': 'set',
    'a state for a generator whose table moves': 'set',
    'a state for a generator that is released': 'set',
    'data that is given away while its shape is read': 'ARGUMENT_INVALID',
  })
})
