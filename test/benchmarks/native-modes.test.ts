import { describe, expect, it } from 'vitest'
import { nativeModes } from '../../benchmarks/measure/native-modes.mjs'

const asked = { modes: ['fp32', 'bf16'], stockModes: ['compile'] }

describe('the modes of a comparison', () => {
  it('are all measured where the CPU has bfloat16 units', () => {
    for (const units of [
      { amxBf16: true, avx512Bf16: true },
      { amxBf16: false, avx512Bf16: true },
    ]) {
      expect(nativeModes(asked, units)).toEqual({ ...asked, leftOut: [] })
    }
  })

  it('are those of float32 elsewhere, and the others are told', () => {
    const none = { amxBf16: false, avx512Bf16: false }
    expect(nativeModes(asked, none)).toEqual({ modes: ['fp32'], stockModes: [], leftOut: ['bf16', 'compile'] })
    expect(nativeModes({ modes: ['bf16'] }, none)).toEqual({ modes: [], stockModes: [], leftOut: ['bf16'] })
  })
})
