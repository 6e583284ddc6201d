import { expect, it } from 'vitest'
import { ByteBudget } from '../../src/data/byte-budget.js'

/** Work that ends when it is told to, and the most bytes that were held at once. */
function bench(limit: number) {
  const budget = new ByteBudget(limit)
  const started: number[] = []
  const finish: (() => void)[] = []
  const run = (bytes: number) =>
    budget.run(bytes, async () => {
      started.push(bytes)
      await new Promise<void>((end) => finish.push(end))
    })
  return { run, started, finish }
}

const turn = () => new Promise((next) => setImmediate(next))

it('lets work go on together while its bytes fit, in the order of the calls', async () => {
  const { run, started, finish } = bench(100)
  const all = [run(60), run(40), run(50), run(10)]
  await turn()
  expect(started).toEqual([60, 40])
  finish[1]?.()
  await turn()
  expect(started).toEqual([60, 40]) // 10 would fit, and waits behind 50
  finish[0]?.()
  await turn()
  expect(started).toEqual([60, 40, 50, 10])
  for (const end of finish) end()
  await Promise.all(all)
})

it('lets work that needs more than the limit go on alone', async () => {
  const { run, started, finish } = bench(100)
  const all = [run(1000), run(1)]
  await turn()
  expect(started).toEqual([1000])
  finish[0]?.()
  await turn()
  expect(started).toEqual([1000, 1])
  finish[1]?.()
  await Promise.all(all)
})

it('goes on after work that fails', async () => {
  const budget = new ByteBudget(10)
  const failing = budget.run(10, () => Promise.reject(new Error('no')))
  const next = budget.run(10, () => Promise.resolve('yes'))
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('yes')
})
