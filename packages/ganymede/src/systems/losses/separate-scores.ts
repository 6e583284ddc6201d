/** Penalties act on each image alone: they need a D that judges each image by itself. */
import { GanymedeError } from '@ganymede/core'
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import type { Module } from '../../nn/module.js'

const separate = new WeakSet<Module>()

/**
 * Refuses a penalty on a D whose scores depend on the other images of the batch. Options tell what a system's own D has; code
 * may have put another network in its place. Looks into each network once.
 *
 * @param penalty  what asks for it, such as `model.penalty gp`
 * @param option   the flag with which the system's own D gets rid of batch norm
 * @throws GanymedeError `OPTION_INVALID` naming the layer
 */
export function requireSeparateScores(discriminator: Module, penalty: string, option = '--norm-d layer'): void {
  if (separate.has(discriminator)) return
  const norm = [...discriminator.namedModules()].find(([, module]) => module instanceof BatchNorm)
  if (norm !== undefined) {
    throw new GanymedeError('OPTION_INVALID', `${penalty} needs a discriminator without batch norm`, {
      lines: [
        `batch norm: ${discriminator.path || 'discriminator'}.${norm[0]}`,
        'It makes the score of one image depend on the others, and the penalty acts on each image alone.',
      ],
      remedy: `Use another normalisation or none (${option}).`,
    })
  }
  separate.add(discriminator)
}
