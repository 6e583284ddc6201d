/** Which libtorch is loaded and how it was built. */
import { native } from './addon/load.js'

export interface LibtorchVersion {
  /** Version that the addon was built for, equal to the loaded one. */
  readonly version: string
  /** CPU instruction set that libtorch chose: `AVX512`, `AVX2`, `DEFAULT` … */
  readonly cpu: string
  /** libtorch's own description of its build. */
  readonly config: string
  readonly parallel: string
}

/** Loads libtorch when it is not loaded yet. */
export function libtorchVersion(): LibtorchVersion {
  const { built, config, cpu, parallel } = native().version()
  return { version: built, cpu, config, parallel }
}
