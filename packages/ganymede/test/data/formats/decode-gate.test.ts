import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { DecodeGate } from '../../../src/data/formats/decode-gate.js'

describe('DecodeGate', () => {
  it('keeps what must be alone apart from everything else', async () => {
    const gate = new DecodeGate()
    let running = 0
    let most = 0
    const besideAlone: number[] = []
    const among = (ms: number) =>
      gate.among(async () => {
        most = Math.max(most, ++running)
        await sleep(ms)
        running--
      })
    const alone = () =>
      gate.alone(async () => {
        besideAlone.push(running++)
        await sleep(3)
        running--
      })
    await Promise.all([among(5), among(2), alone(), among(1), alone(), among(3), among(1), alone()])
    expect(besideAlone).toEqual([0, 0, 0])
    expect(most).toBeGreaterThan(1)
    expect(running).toBe(0)
  })

  it('goes on after work that failed', async () => {
    const gate = new DecodeGate()
    const failing = () => Promise.reject(new Error('broken'))
    await expect(gate.among(failing)).rejects.toThrow('broken')
    await expect(gate.alone(failing)).rejects.toThrow('broken')
    expect(await gate.alone(() => Promise.resolve(1))).toBe(1)
    expect(await gate.among(() => Promise.resolve(2))).toBe(2)
  })
})
