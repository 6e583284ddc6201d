/** The options of the data section that say how pairs are made, as one value. */

import { GanymedeError } from '@ganymede/core'
import { defaultStrengths, type PairMaking } from '../../data/pairs/make-pair.js'
import { builtinMaking } from '../../data/pairs/open-pairs.js'
import { type DataOptions, dataSchema, type ResolvedOptions } from '../../options/train-options.js'
import type { AnySystem } from '../../systems/contract/system.js'

/**
 * How pairs are to be made, or undefined when they are found.
 *
 * @throws GanymedeError `OPTION_INVALID` for a strength of something else
 */
export function pairMaking({
  pairs,
  edgeShare,
  blurRadius,
  smallFactor,
}: Pick<DataOptions, 'pairs' | 'edgeShare' | 'blurRadius' | 'smallFactor'>): PairMaking | undefined {
  const strengths = [
    ['edgeShare', edgeShare, 'edges'],
    ['blurRadius', blurRadius, 'blur'],
    ['smallFactor', smallFactor, 'small'],
  ] as const
  const problems = strengths.flatMap(([name, value, kind]) =>
    value === undefined || pairs === kind ? [] : [`data.${name} needs data.pairs: ${kind}, which is ${pairs}`],
  )
  if (problems.length > 0) {
    throw new GanymedeError('OPTION_INVALID', 'options that do not fit together', { lines: problems })
  }
  switch (pairs) {
    case 'found':
      return undefined
    case 'edges':
      return { kind: 'edges', share: edgeShare ?? defaultStrengths.edgeShare }
    case 'grey':
      return { kind: 'grey' }
    case 'blur':
      return { kind: 'blur', radius: blurRadius ?? defaultStrengths.blurRadius }
    case 'small':
      return { kind: 'small', factor: smallFactor ?? defaultStrengths.smallFactor }
  }
}

/** How the first images of a run's pairs were made; undefined where they were found, or there are none. */
export function makingOfRun(system: AnySystem, options: ResolvedOptions): PairMaking | undefined {
  // Runs of older versions lack newer options.
  const data = dataSchema.parse(options.data)
  const { items = 'images' } = system.needs(options.model)
  if (items !== 'pairs') return undefined
  return pairMaking(data) ?? builtinMaking(data.path, { items, targets: data.targets })
}
