/** Puts weights of a file into a network, by name, and reports what went where. */

import { GanymedeError } from '@ganymede/core'
import { noGrad, scope } from '@ganymede/torch'
import type { Module, StateDict } from '../nn/module.js'
import { isInstanceStatistic } from '../nn/state-names.js'
import { isCounter, matchNames, type NamedShapes, type ShapeConflict } from './match-names.js'

/** What came of loading one network. */
export interface NetworkReport {
  readonly network: string
  readonly file: string
  /** Tensors that were loaded, reshaped ones included; counters of batch norm are loaded, but not counted. */
  readonly matched: number
  /** Tensors that the network has. */
  readonly total: number
  /** How names of the file were changed to fit; absent when they fit as they are. */
  readonly renaming?: string
  /** Tensors whose elements came in another arrangement of the same order. */
  readonly reshaped: readonly string[]
  /** Tensors that keep their initial values, because the file has nothing for them. */
  readonly missing: readonly string[]
  /** Tensors of the file that the network does not have. */
  readonly unexpected: readonly string[]
  /** Tensors that keep their initial values, because those of the file have another shape. */
  readonly conflicts: readonly string[]
}

/** Names and shapes of all parameters and buffers of a network. */
export function shapesOf(network: Module): NamedShapes {
  return shapesIn(network.stateDict())
}

/** Names and shapes of tensors. */
export function shapesIn(state: StateDict): NamedShapes {
  return new Map([...state].map(([name, value]) => [name, value.shape]))
}

/** Whether every tensor of the network came from the file, and every one of the file went into it. */
export function isWhole({ missing, unexpected, conflicts }: NetworkReport): boolean {
  return missing.length + unexpected.length + conflicts.length === 0
}

/** Tensors without what old instance norms saved and never used, unless the network itself has such statistics. */
function withoutOldStatistics(tensors: StateDict, targets: NamedShapes): StateDict {
  if ([...targets.keys()].some((name) => isInstanceStatistic(name, targets))) return tensors
  return new Map([...tensors].filter(([name]) => !isInstanceStatistic(name, tensors)))
}

/**
 * Copies what fits into a network's parameters and buffers; dtype, device and what is frozen stay as they are.
 *
 * @param name  of the network, for the report
 * @param file  where the tensors come from, for the report
 * @throws GanymedeError `WEIGHTS_MISMATCH` when nothing fits; the network is unchanged then
 */
export function loadWeights(network: Module, name: string, file: string, state: StateDict): NetworkReport {
  const own = network.stateDict()
  const targets = shapesIn(own)
  const tensors = withoutOldStatistics(network.adoptNames(state), targets)
  const usable = [...tensors].filter(([, value]) => !value.dtype.startsWith('complex'))
  const match = matchNames(targets, new Map(usable.map(([key, value]) => [key, value.shape])))
  if (match.pairs.length === 0) {
    throw new GanymedeError('WEIGHTS_MISMATCH', `no tensor of ${file} fits ${name}`, {
      lines: [
        ...match.conflicts.slice(0, 6).map(conflictText),
        ...some('in the file only', match.unexpected),
        ...some(`in ${name} only`, match.missing),
      ],
    })
  }
  scope('load-weights', () =>
    noGrad(() => {
      for (const { target, source, isReshaped } of match.pairs) {
        const value = tensors.get(source)!
        own.get(target)!.copy_(isReshaped ? value.reshape([...targets.get(target)!]) : value)
      }
    }),
  )
  return {
    network: name,
    file,
    matched: match.pairs.filter(({ target }) => !isCounter(target)).length,
    total: [...targets.keys()].filter((key) => !isCounter(key)).length,
    ...(match.renaming === undefined ? {} : { renaming: match.renaming }),
    reshaped: match.pairs.filter(({ isReshaped }) => isReshaped).map(({ target }) => target),
    missing: match.missing,
    unexpected: match.unexpected,
    conflicts: match.conflicts.map(conflictText),
  }
}

/** The report for people: one line, and one more for each kind of difference. */
export function reportLines(report: NetworkReport): string[] {
  const { network, file, matched, total, renaming, reshaped, missing, unexpected, conflicts } = report
  const headline = `weights of ${network} from ${file}: ${matched} of ${total} tensors`
  return [
    renaming === undefined ? headline : `${headline} (${renaming})`,
    ...some('  loaded in another shape', reshaped),
    ...some('  not in the file, start anew', missing),
    ...some('  in the file only, left out', unexpected),
    ...some('  of another shape, start anew', conflicts),
  ]
}

function conflictText({ target, expected, found }: ShapeConflict): string {
  return `${target} (needs [${expected.join(', ')}], the file has [${found.join(', ')}])`
}

const shownNames = 6

function some(title: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : ''
  return [`${title}: ${names.slice(0, shownNames).join(', ')}${more}`]
}
