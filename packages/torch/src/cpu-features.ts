/**
 * What the CPU offers to libtorch: what it has, less what the variables take away that libtorch and its oneDNN heed:
 * `ATEN_CPU_CAPABILITY` and `ONEDNN_MAX_CPU_ISA` (oneDNN's "CPU dispatcher control"). With both at AVX2 a larger machine
 * chooses as a smaller one does.
 */
import { readFileSync } from 'node:fs'

export interface CpuFeatures {
  readonly amxBf16: boolean
  readonly avx512Bf16: boolean
}

// What is not listed has AVX-512 BF16, or is ignored by the libraries. AMX is in the names of those that have it.
const atenWithoutUnits = new Set(['default', 'avx2'])
const onednnWithoutUnits = new Set([
  'sse41',
  'avx',
  'avx2',
  'avx2_vnni',
  'avx2_vnni_2',
  'avx512_core',
  'avx512_core_vnni',
])
const onednnWithoutAmx = new Set([
  'avx512_core_bf16',
  'avx512_core_fp16',
  'avx10_1',
  'avx10_1_512',
  'avx10_2',
  'avx10_2_512',
])

/**
 * Units for bfloat16 that remain under the limits of an environment.
 *
 * @param cpuinfo  content of `/proc/cpuinfo`; empty where there is none
 */
export function cpuFeaturesUnder(cpuinfo: string, env: Readonly<Record<string, string | undefined>>): CpuFeatures {
  const words = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.split(' '))
  // DNNL_ is oneDNN's older name, which it reads where the newer one is not set.
  const isa = (env.ONEDNN_MAX_CPU_ISA ?? env.DNNL_MAX_CPU_ISA ?? '').toLowerCase()
  if (atenWithoutUnits.has(env.ATEN_CPU_CAPABILITY ?? '') || onednnWithoutUnits.has(isa)) {
    return { amxBf16: false, avx512Bf16: false }
  }
  return {
    amxBf16: words.has('amx_bf16') && !onednnWithoutAmx.has(isa),
    avx512Bf16: words.has('avx512_bf16'),
  }
}

/**
 * CPU features that decide whether bfloat16 is fast; none where they cannot be read. What `ATEN_CPU_CAPABILITY` or
 * `ONEDNN_MAX_CPU_ISA` take away is not offered.
 */
export function cpuFeatures(): CpuFeatures {
  let cpuinfo = ''
  try {
    cpuinfo = readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    // Not Linux: no statement about the CPU, so float32 is chosen.
  }
  return cpuFeaturesUnder(cpuinfo, process.env)
}
