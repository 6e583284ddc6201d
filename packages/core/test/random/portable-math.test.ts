import { describe, expect, it } from 'vitest'
import { CounterRandom } from '../../src/random/counter-random.js'
import { portableCosSin, portableLog } from '../../src/random/portable-math.js'

const RELATIVE = 4.5e-16 // 2 units in the last place of float64
const ABSOLUTE = 4e-16 // the argument 2π·turn itself is only exact to that in the reference

describe('portableLog', () => {
  it('agrees with the logarithm of the engine from 1e-300 to 1e300 and close to 1', () => {
    const random = new CounterRandom(1, 'log')
    for (let i = 0; i < 20_000; i++) {
      const u = random.nextFloat()
      for (const x of [u + 2 ** -53, 1 - u * 1e-9, 1 + u * 1e-9, 10 ** (600 * u - 300)]) {
        const expected = Math.log(x)
        expect(Math.abs(portableLog(x) - expected)).toBeLessThanOrEqual(RELATIVE * Math.abs(expected))
      }
    }
    expect(portableLog(1)).toBe(0)
  })
})

describe('portableCosSin', () => {
  it('agrees with the functions of the engine over the whole turn', () => {
    const random = new CounterRandom(2, 'turn')
    const out = new Float64Array(2)
    for (let i = 0; i < 20_000; i++) {
      const turn = random.nextFloat()
      portableCosSin(turn, out)
      expect(Math.abs((out[0] as number) - Math.cos(2 * Math.PI * turn))).toBeLessThan(2 * ABSOLUTE)
      expect(Math.abs((out[1] as number) - Math.sin(2 * Math.PI * turn))).toBeLessThan(2 * ABSOLUTE)
    }
  })

  it.each([
    [0, 1, 0],
    [0.25, 0, 1],
    [0.5, -1, 0],
    [0.75, 0, -1],
    [1, 1, 0],
  ])('is exact at %f of a turn', (turn, cos, sin) => {
    const out = new Float64Array(2)
    portableCosSin(turn, out)
    expect((out[0] as number) + 0).toBe(cos)
    expect((out[1] as number) + 0).toBe(sin)
  })
})
