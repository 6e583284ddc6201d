import { describe, expect, test } from 'vitest'
import { skipWhenSanitized } from '../../../test/setup/sanitized.js'
import { deviceMemory, memory, resetPeakMemory, scope, trimMemory, zeros } from '../src/index.js'
import { runScript } from './child-process.js'

const mebibyte = 2 ** 20

describe('memory', () => {
  test('counts tensors made, freed and alive, and the peak', () => {
    const before = memory()
    scope(() => {
      zeros([1])
      zeros([1])
      expect(memory().live).toBe(before.live + 2)
    })
    const after = memory()
    expect(after.live).toBe(before.live)
    expect(after.created - before.created).toBe(2)
    expect(after.freed - before.freed).toBe(2)
    expect(after.peakLive).toBeGreaterThanOrEqual(before.live + 2)
  })

  test('counts bytes of storages once, and those that only a graph holds', () => {
    scope(() => {
      const before = memory()
      const x = zeros([mebibyte / 4])
      const view = x.view([2, -1])
      expect(memory().handleBytes - before.handleBytes).toBe(mebibyte)
      expect(memory().bytes - before.bytes).toBeGreaterThanOrEqual(mebibyte)
      const leaf = zeros([mebibyte / 4], { dtype: 'float32' }).requiresGrad_()
      const y = leaf.exp()
      const loss = y.sum()
      const withGraph = memory().bytes
      y.dispose()
      expect(memory().bytes).toBe(withGraph)
      loss.dispose()
      expect(memory().bytes).toBeLessThan(withGraph - mebibyte / 2)
      view.dispose()
    })
  })

  test('follows a storage that is resized', () => {
    scope(() => {
      const x = zeros([1])
      const before = memory().bytes
      x.resize_([mebibyte / 4])
      expect(memory().bytes - before).toBeGreaterThanOrEqual(mebibyte - 4096)
      expect(x.shape).toEqual([mebibyte / 4])
    })
  })

  test('starts the peaks anew', () => {
    scope(() => zeros([mebibyte]).dispose())
    resetPeakMemory()
    const { bytes, peakBytes, live, peakLive } = memory()
    expect([peakBytes, peakLive]).toEqual([bytes, live])
  })

  test('trims without an accelerator too; there are no bytes on one', () => {
    trimMemory()
    expect(deviceMemory('cpu')).toBe(null)
  })
})

describe('tensors outside every scope', () => {
  test('are freed by the garbage collector, which is told of their bytes', async () => {
    const result = await runScript('roots.mjs', [], { nodeArgs: ['--expose-gc'] })
    expect(result).toMatchObject({ code: 0, stdout: 'ok\n' })
  })
})

test('a training loop holds its memory: equal tensors, and pages within 5 % after step 50', async (context) => {
  const result = await runScript('mlp-steps.mjs', ['400'])
  expect(result, result.stderr).toMatchObject({ code: 0 })
  interface Sample {
    readonly live: number
    readonly bytes: number
    readonly handleBytes: number
    readonly rss: number
  }
  const samples = JSON.parse(result.stdout) as Record<'10' | '50' | '400', Sample>
  const { live, bytes, handleBytes } = samples[10]
  expect(samples[400]).toMatchObject({ live, bytes, handleBytes })
  skipWhenSanitized(context, 'freed memory stays resident for a while, so that its use is noticed')
  expect(samples[400].rss / samples[50].rss).toBeLessThan(1.05)
})
