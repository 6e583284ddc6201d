import { describe, expect, it } from 'vitest'

import { linearAxis } from '../../src/report/scale.js'

describe('a linear axis', () => {
  it('has round ticks, each with a label of its own', () => {
    const labels = (low: number, high: number) => linearAxis(low, high).ticks.map(({ label }) => label)
    expect(labels(0, 1)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1'])
    expect(labels(195.2, 197)).toEqual(['195.0', '195.5', '196.0', '196.5', '197.0'])
    expect(labels(12345.1, 12345.6)).toEqual(['12345.1', '12345.2', '12345.3', '12345.4', '12345.5', '12345.6'])
    expect(new Set(labels(1e-5, 1.2e-5)).size).toBe(labels(1e-5, 1.2e-5).length)
  })
})
