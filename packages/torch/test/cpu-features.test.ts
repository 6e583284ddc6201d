import { describe, expect, test } from 'vitest'
import { cpuFeaturesUnder } from '../src/cpu-features.js'

const flags = (...words: readonly string[]) => `processor\t: 0\nflags\t\t: fpu avx2 ${words.join(' ')}\nbugs\t\t:\n`
const sapphireRapids = flags('avx512_bf16', 'amx_bf16')
const all = { amxBf16: true, avx512Bf16: true }
const none = { amxBf16: false, avx512Bf16: false }

describe('features of the CPU', () => {
  test('are those of its flags where nothing limits them', () => {
    expect(cpuFeaturesUnder(sapphireRapids, {})).toEqual(all)
    expect(cpuFeaturesUnder(flags('avx512_bf16'), {})).toEqual({ amxBf16: false, avx512Bf16: true })
    expect(cpuFeaturesUnder(flags('avx512f'), {})).toEqual(none)
  })

  test('are none where the system does not tell', () => {
    expect(cpuFeaturesUnder('', {})).toEqual(none)
  })

  test.each([
    { ONEDNN_MAX_CPU_ISA: 'AVX2', ATEN_CPU_CAPABILITY: 'avx2' },
    { ONEDNN_MAX_CPU_ISA: 'AVX2' },
    { ATEN_CPU_CAPABILITY: 'avx2' },
    { ATEN_CPU_CAPABILITY: 'default' },
    { ONEDNN_MAX_CPU_ISA: 'sse41' },
    { ONEDNN_MAX_CPU_ISA: 'AVX2_VNNI_2' },
    { ONEDNN_MAX_CPU_ISA: 'AVX512_CORE_VNNI' },
    { DNNL_MAX_CPU_ISA: 'AVX512_CORE' },
  ])('have no bfloat16 units under %j', (env) => {
    expect(cpuFeaturesUnder(sapphireRapids, env)).toEqual(none)
  })

  test.each(['AVX512_CORE_BF16', 'AVX512_CORE_FP16', 'AVX10_1_512'])(
    'have no AMX under ONEDNN_MAX_CPU_ISA=%s',
    (isa) => {
      expect(cpuFeaturesUnder(sapphireRapids, { ONEDNN_MAX_CPU_ISA: isa })).toEqual({
        amxBf16: false,
        avx512Bf16: true,
      })
    },
  )

  test.each([
    { ONEDNN_MAX_CPU_ISA: 'AVX512_CORE_AMX' },
    { ONEDNN_MAX_CPU_ISA: 'AVX10_1_512_AMX_FP16' },
    { ONEDNN_MAX_CPU_ISA: 'DEFAULT', ATEN_CPU_CAPABILITY: 'avx512' },
    { ONEDNN_MAX_CPU_ISA: 'ALL', DNNL_MAX_CPU_ISA: 'AVX2' },
  ])('are all offered under %j', (env) => {
    expect(cpuFeaturesUnder(sapphireRapids, env)).toEqual(all)
  })

  test('that the CPU lacks are not offered by a limit above it', () => {
    expect(cpuFeaturesUnder(flags('avx512_bf16'), { ONEDNN_MAX_CPU_ISA: 'AVX512_CORE_AMX' }).amxBf16).toBe(false)
  })
})
