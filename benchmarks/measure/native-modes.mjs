// @ts-check
/** Which modes of a comparison a CPU can be measured in. */

/**
 * Leaves out what the CPU has no units for. Without them oneDNN declines products in bf16, and what libtorch does instead
 * takes minutes for one of 2048: a figure of that loop says nothing about either side. `torch.compile` is compared in bf16.
 *
 * @param {object} asked
 * @param {readonly string[]} asked.modes
 * @param {readonly string[]} [asked.stockModes]
 * @param {import('@ganymede/torch').CpuFeatures} features
 */
export function nativeModes({ modes, stockModes = [] }, { amxBf16, avx512Bf16 }) {
  const isNative = (/** @type {string} */ mode) => mode === 'fp32' || amxBf16 || avx512Bf16
  return {
    modes: modes.filter(isNative),
    stockModes: stockModes.filter(isNative),
    leftOut: [...modes, ...stockModes].filter((mode) => !isNative(mode)),
  }
}
