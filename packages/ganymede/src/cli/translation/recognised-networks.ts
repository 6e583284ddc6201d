/** Which translation networks a file of weights holds, for `ganymede inspect`. */

import {
  architectureText,
  type TranslationArchitecture,
  translationNetworks,
} from '../../models/image-to-image/recognise.js'
import { usesOf } from '../../models/image-to-image/use-weights.js'
import type { FileFacts } from '../../weights/inspect-file.js'

/** A network that was recognised; plain JSON. */
export interface NetworkFacts {
  /** Where it lies in the file; empty for a file of one network. */
  readonly key: string
  /** In words. */
  readonly network: string
  readonly architecture: TranslationArchitecture
  /** Ways to use it, one a line. */
  readonly use: readonly string[]
}

/** @param options.showsUse  whether the file is what one would name to use it */
export function describeNetworks(
  { file, format, tensors }: FileFacts,
  { showsUse }: { readonly showsUse: boolean },
): readonly NetworkFacts[] {
  if (format !== 'torch' && format !== 'safetensors') return []
  const found = translationNetworks(new Map(tensors.map(({ name, shape }) => [name, shape.map(Number)])))
  return found.map(({ key, architecture }) => {
    const reference = found.length === 1 ? file : `${file}#${key}`
    const use = showsUse ? usesOf(architecture, reference) : []
    return { key, network: architectureText(architecture), architecture, use }
  })
}
