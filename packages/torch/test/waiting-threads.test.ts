import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { patience } from '../../../test/setup/patience.js'
import { Generator, processorUse, raw, scope, setThreads } from '../src/index.js'

const busy: ChildProcess[] = []
let threadsBefore = 0
afterEach(() => {
  setThreads(threadsBefore)
  for (const child of busy.splice(0)) child.kill('SIGKILL')
})

/** Bytes of a convolution that several threads share. */
function convolved(): Uint8Array {
  return scope(() => {
    const generator = new Generator(7)
    const draw = (shape: number[]) => raw('aten::randn.generator')(shape, generator)
    const result = raw('aten::conv2d')(draw([16, 16, 32, 32]), draw([32, 16, 3, 3]))
    return new Uint8Array(result.floats().buffer)
  })
}

test.runIf(process.platform === 'linux')(
  'threads wait asleep while other programs use the processors, and compute the same bytes',
  async () => {
    threadsBefore = setThreads(availableParallelism())
    const alone = convolved()
    for (let i = 0; i < availableParallelism(); i++) busy.push(spawn(process.execPath, ['-e', 'for (;;);']))
    const end = Date.now() + patience(20_000)
    while (Date.now() < end && processorUse()?.isShared !== true) {
      expect(convolved()).toEqual(alone)
      await new Promise((wake) => setTimeout(wake, 10))
    }
    expect(processorUse()).toMatchObject({ processors: expect.any(Number), isShared: true })
    expect(processorUse()?.others).toBeGreaterThan(0.3)
  },
  patience(60_000),
)
