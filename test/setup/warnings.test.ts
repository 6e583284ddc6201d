import { afterEach, expect, test } from 'vitest'
import { expectWarning, failOnUnexpectedWarnings, startWatchingWarnings } from './warnings.js'

afterEach(startWatchingWarnings)

test('an unexpected warning fails the test in which it came', async () => {
  process.emitWarning('a tensor was lost', 'TorchWarning')
  await expect(failOnUnexpectedWarnings()).rejects.toThrow('unexpected warning\n  TorchWarning: a tensor was lost')
})

test('an expected warning does not', async () => {
  expectWarning(/tensor was lost/)
  process.emitWarning('a tensor was lost', 'TorchWarning')
  await expect(failOnUnexpectedWarnings()).resolves.toBeUndefined()
})

test('a warning that was expected and did not come fails the test', async () => {
  expectWarning(/tensor was lost/)
  await expect(failOnUnexpectedWarnings()).rejects.toThrow('an expected warning did not come: /tensor was lost/')
})
