/**
 * Leaks of tensors in tests: after each test as many are alive as before it.
 *
 * Tensors that a test made outside every scope and dropped are root tensors, which the garbage collector owns: they get
 * the chance to go. What stays is held by something that outlives the test, or has no owner at all.
 */
import { setImmediate as immediate, setTimeout as timeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { TestContext } from 'vitest'
import { loadedAddon } from './loaded-addon.js'
import { patience } from './patience.js'

// What is left behind stays; what the collector owns may take until its threads get the processor on a busy machine.
const longestWait = patience(500)
const listed = 10
const dtypes: Readonly<Record<number, string>> = {
  0: 'uint8',
  1: 'int8',
  2: 'int16',
  3: 'int32',
  4: 'int64',
  5: 'float16',
  6: 'float32',
  7: 'float64',
  11: 'bool',
  15: 'bfloat16',
}

let before: Set<number> | null = null
let allowed = false

/**
 * Lets the test that calls it, or every test of the file when called in `beforeEach`, leave tensors behind.
 *
 * @param _reason  why they may stay; for the reader
 */
export function allowTensorLeaks(_reason: string): void {
  allowed = true
}

/** Remembers which tensors are alive. */
export function startWatchingTensors(): void {
  allowed = false
  before = new Set(liveTensors())
}

/**
 * Throws when tensors are alive that were not before the test.
 *
 * @throws Error that lists them
 */
export async function failOnLeakedTensors({ task }: TestContext): Promise<void> {
  if (before === null || allowed || task.result?.state === 'fail') return
  const end = performance.now() + longestWait
  for (let pause = 0; performance.now() < end; pause += 2) {
    if (leaked().length === 0) return
    collectGarbage()
    // Finalizers run between turns of the event loop.
    await (pause === 0 ? immediate() : timeout(pause))
  }
  const tensors = leaked()
  if (tensors.length === 0) return
  const lines = tensors.slice(0, listed).map(describe)
  if (tensors.length > listed) lines.push(`and ${tensors.length - listed} more`)
  throw new Error(`the test left ${tensors.length} tensors behind\n  ${lines.join('\n  ')}`)
}

function leaked(): number[] {
  return liveTensors().filter((tensor) => !before?.has(tensor))
}

function liveTensors(): number[] {
  return loadedAddon()?.liveTensors() ?? []
}

function describe(tensor: number): string {
  // As infoOf() of packages/torch/src/metadata.ts reads them: dtype, …, dimensions, sizes.
  const info = new Float64Array(8 + 2 * 64)
  loadedAddon()?.info(tensor, info)
  return `${dtypes[info[0]!] ?? `dtype ${info[0]}`} [${[...info.subarray(8, 8 + info[7]!)].join(', ')}]`
}

let gc: (() => void) | null = null

function collectGarbage(): void {
  if (gc === null) {
    setFlagsFromString('--expose-gc')
    gc = runInNewContext('gc') as () => void
  }
  gc()
}
