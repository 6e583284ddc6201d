/** Parts of a system that code replaces: its networks, its adversarial loss. The rest of the system stays as it is. */

import { GanymedeError } from '@ganymede/core'
import type { Generator } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { AdversarialLoss } from '../losses/adversarial.js'
import type { AnySystem, DataShape, Networks, RandomStreams } from './system.js'

/** Under this key a chosen model carries the parts that code replaces; invisible to everything that handles options. */
export const modelParts: unique symbol = Symbol('parts of the model')

/** Makes a network in place of the system's own: same inputs, same outputs. */
// biome-ignore lint/suspicious/noExplicitAny: each builder names the options of its system
export type NetworkFactory<Options = any> = (
  /** Resolved options of the model section. */
  options: Options,
  data: DataShape,
  /** Stream for the initial weights; using it makes runs repeat. */
  rng: Generator,
) => Module

/** What is replaced, by the names of the networks. */
export interface SystemParts {
  readonly networks?: Readonly<Record<string, NetworkFactory>>
  readonly loss?: AdversarialLoss
}

/**
 * A system with some of its parts replaced. Its name stays, so that runs, flags and presets are those of the system; the run
 * records which parts were replaced.
 *
 * @throws GanymedeError `OPTION_INVALID`, when the networks are built, for a name that the system does not have, and for
 *   what is no module
 */
export function withParts(system: AnySystem, parts: SystemParts | undefined): AnySystem {
  const networks = parts?.networks ?? {}
  const names = [...Object.keys(networks), ...(parts?.loss === undefined ? [] : ['loss'])].sort()
  if (names.length === 0) return system
  return {
    ...system,
    replaced: names,
    ...(parts?.loss === undefined ? {} : { loss: parts.loss }),
    build: (options: Readonly<Record<string, unknown>>, data: DataShape, random: RandomStreams) =>
      replaceNetworks(system.build(options, data, random), networks, (name, make) =>
        make(options, data, random.stream(`init-replaced-${name}`)),
      ),
  }
}

/**
 * Refuses to go on with a run whose parts came from code when that code is not here.
 *
 * @param recorded  `definition.parts` of `run.json`
 * @throws GanymedeError `PARTS_MISSING`
 */
export function requireParts(recorded: unknown, { name, replaced = [] }: AnySystem): void {
  const needed = Array.isArray(recorded) ? recorded.map(String) : []
  if (needed.join() === replaced.join()) return
  const shown = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '))
  throw new GanymedeError('PARTS_MISSING', `this run of ${name} was trained with parts from code, which are not here`, {
    lines: [`replaced when it was started: ${shown(needed)}`, `replaced now: ${shown(replaced)}`],
  })
}

function replaceNetworks(
  own: Networks,
  factories: Readonly<Record<string, NetworkFactory>>,
  make: (name: string, factory: NetworkFactory) => Module,
): Networks {
  const networks: Record<string, Module> = { ...own }
  for (const [name, factory] of Object.entries(factories)) {
    const before = networks[name]
    if (before === undefined) {
      throw new GanymedeError('OPTION_INVALID', `the system has no network called ${name} that could be replaced`, {
        lines: [`networks: ${Object.keys(own).join(', ')}`],
        remedy: 'Name one of these.',
      })
    }
    before.dispose()
    const network: unknown = make(name, factory)
    if (!isModule(network)) {
      throw new GanymedeError('OPTION_INVALID', `the function for ${name} must return a Module`, {
        remedy: 'Extend Module, or build the network from layers: new Sequential([…]).',
      })
    }
    networks[name] = network
  }
  return networks
}

// By what it can do: a configuration file may bring a copy of the class of its own.
function isModule(value: unknown): value is Module {
  return (
    typeof value === 'object' &&
    value !== null &&
    'forward' in value &&
    'stateDict' in value &&
    'namedParameters' in value
  )
}
