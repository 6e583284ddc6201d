/** Freezes parameters by patterns: they take part in the forward pass and get no updates. */
import { GanymedeError } from '@ganymede/core'
import type { Module } from '../nn/module.js'

/**
 * Freezes all parameters that a pattern names.
 *
 * A pattern is the dotted path of a parameter or of a module that holds it, beginning with the network:
 * `discriminator.main.0`, `generator.main.0.weight`. A `*` stands for any text: `generator.*` is the whole generator,
 * `*.bias` every shift. Running statistics of batch norm are no parameters: they go on following the batches.
 *
 * @returns paths of the frozen parameters, in the order of the networks
 * @throws GanymedeError `OPTION_INVALID` when a pattern names no parameter, or nothing is left to learn
 */
export function freezeParameters(
  networks: Readonly<Record<string, Module>>,
  patterns: readonly string[],
): readonly string[] {
  if (patterns.length === 0) return []
  const parameters = Object.entries(networks).flatMap(([name, network]) => [...network.namedParameters(name)])
  const matchers = patterns.map((pattern) => ({ pattern, test: matcher(pattern) }))
  const idle = matchers.filter(({ test }) => !parameters.some(([name]) => test(name)))
  if (idle.length > 0) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `train.freeze: ${idle.map(({ pattern }) => pattern).join(', ')} names no parameter`,
      {
        lines: Object.entries(networks).map(([name, network]) => `${name} has ${layersOf(name, network)}`),
        remedy:
          'Patterns are paths of parameters or layers; * stands for any text: discriminator.main.0 or generator.*',
      },
    )
  }
  const frozen = parameters.filter(([name]) => matchers.some(({ test }) => test(name)))
  if (frozen.length === parameters.length) {
    throw new GanymedeError('OPTION_INVALID', 'train.freeze leaves no parameter that could learn', {
      remedy: 'Freeze some layers, not all of them.',
    })
  }
  for (const [, parameter] of frozen) parameter.requiresGrad_(false)
  return frozen.map(([name]) => name)
}

/** Whether a pattern names a parameter, by its own path or by that of a module around it. */
function matcher(pattern: string): (name: string) => boolean {
  const text = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*')
  const expression = new RegExp(`^${text}(\\..*)?$`)
  return (name) => expression.test(name)
}

const shownLayers = 12

function layersOf(name: string, network: Module): string {
  const layers = new Set([...network.namedParameters(name)].map(([path]) => path.slice(0, path.lastIndexOf('.'))))
  const all = [...layers]
  return `${all.slice(0, shownLayers).join(', ')}${all.length > shownLayers ? `, … (${all.length} in all)` : ''}`
}
