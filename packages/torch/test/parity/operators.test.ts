/**
 * Operators against PyTorch's own samples: op_db and module_db of its tests, recorded by record-operators.py. The fixture
 * holds a small call of each overload that has a function; `npm run check:operators` records and replays all others too.
 */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { patience } from '../../../../test/setup/patience.js'
import { startWatchingWarnings } from '../../../../test/setup/warnings.js'
import { type RecordedCall, recordedCalls } from './recorded-calls.js'
import { replay } from './replay.js'

const fixture = fileURLToPath(new URL('operators.jsonl.gz', import.meta.url))
const recording = process.env.OPERATOR_RECORDING ?? fixture
const isFixture = recording === fixture
const shownDifferences = 200
// Overloads in operators.jsonl.gz. A full recording calls each of them too: with fewer it is truncated.
const fixtureOverloads = 369
// Calls of the fixture that show nothing, since a rounding decides their result: none on the kind of CPU (AVX2) that
// recorded it, a few may be on another.
const mostUndetermined = 10

test(
  'operators give what PyTorch gives for the samples of its own tests',
  async () => {
    const overloads = new Set<string>()
    const differences: string[] = []
    let [calls, comparisons, undetermined] = [0, 0, 0]
    for await (const call of recordedCalls(recording)) {
      const result = replay(call)
      calls++
      comparisons += result.comparisons
      if (result.isUndetermined) undetermined++
      overloads.add(call.op)
      differences.push(...result.differences)
    }
    const counts = `${calls} calls of ${overloads.size} overloads, ${comparisons} comparisons`
    console.log(`${counts}, ${differences.length} differences, ${undetermined} calls decided by rounding`)
    expect(differences.slice(0, shownDifferences), counts).toEqual([])
    expect(overloads.size).toBeGreaterThanOrEqual(fixtureOverloads)
    if (isFixture) expect(undetermined).toBeLessThanOrEqual(mostUndetermined)
    // PyTorch tests deprecated operators and sums over nothing too, which warn.
    await new Promise((resolve) => setImmediate(resolve))
    startWatchingWarnings()
  },
  isFixture ? patience(60_000) : 3_600_000,
)

test('the replay notices a wrong value, shape, dtype, number and written tensor', () => {
  const one = Buffer.from(new Float32Array([1]).buffer).toString('base64')
  const two = Buffer.from(new Float32Array([2]).buffer).toString('base64')
  const relu: RecordedCall = {
    op: 'aten::relu',
    tensors: [['float32', [1], one]],
    args: [{ tensor: 0 }],
    results: [{ value: ['float32', [1], one] }],
    written: {},
  }
  expect(replay(relu).differences).toEqual([])
  const wrong: readonly [Partial<RecordedCall>, string][] = [
    [{ results: [{ value: ['float32', [1], two] }] }, 'result 0 differs in element 0: 1, in PyTorch 2'],
    [{ results: [{ value: ['float32', [1, 1], one] }] }, 'shape of result 0 is [1], in PyTorch [1, 1]'],
    [{ results: [{ value: ['int32', [1], one] }] }, 'dtype of result 0 is float32, in PyTorch int32'],
    [{ results: [3] }, 'result 0 is Tensor(float32 [1] cpu), in PyTorch 3'],
    [{ written: { 0: ['float32', [1], two] } }, 'written tensor 0 differs in element 0: 1, in PyTorch 2'],
    [{ args: [] }, 'is refused: relu: argument "self" (position 1) of type Tensor is missing'],
  ]
  for (const [change, difference] of wrong) {
    expect(replay({ ...relu, ...change }).differences).toContain(`aten::relu: ${difference}`)
  }
})
