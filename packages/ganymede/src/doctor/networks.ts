/** Probes of a log by network: the part of a weight's name before the first dot. */
import type { Evidence, LayerEvidence } from './evidence.js'

/** Share of its size by which a weight moves at least, if it moves: float32 cannot even store changes below 6e-8 of it. */
export const leastUpdate = 1e-7

/** One weight at one step. */
export interface NamedLayer extends LayerEvidence {
  /** Without the network's name: `main.0.weight`. */
  readonly name: string
}

/** The weights of one network at the steps at which they were probed, in their order from input to output. */
export interface NetworkProbes {
  readonly name: string
  readonly probes: readonly { readonly step: number; readonly layers: readonly NamedLayer[] }[]
}

/** All networks that were probed. */
export function networksIn({ probes }: Pick<Evidence, 'probes'>): NetworkProbes[] {
  const names = [...new Set(probes.flatMap(({ layers }) => [...layers.keys()].map(networkOf)))]
  return names.map((name) => ({
    name,
    probes: probes.flatMap(({ step, layers }) => {
      const own = [...layers].flatMap(([weight, layer]) =>
        networkOf(weight) === name ? [{ ...layer, name: weight.slice(name.length + 1) }] : [],
      )
      return own.length === 0 ? [] : [{ step, layers: own }]
    }),
  }))
}

function networkOf(weight: string): string {
  const dot = weight.indexOf('.')
  return dot < 0 ? weight : weight.slice(0, dot)
}
