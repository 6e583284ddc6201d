/** The systems that can be trained by name. A package can add its own with {@link registerSystem}. */
import { GanymedeError, givenOptions, requireObject } from '@ganymede/core'
import { ownLoop } from '@ganymede/runs/folder'
import type { AnySystem } from '../systems/contract/system.js'
import { cgan } from './cgan/cgan.js'
import { cyclegan } from './cyclegan/cyclegan.js'
import { dcgan } from './dcgan/dcgan.js'
import { gan } from './gan/gan.js'
import { lsgan } from './lsgan/lsgan.js'
import { pix2pix } from './pix2pix/pix2pix.js'
import { r1 } from './r1/r1.js'
import { vae } from './vae/vae.js'
import { wgan } from './wgan/wgan.js'
import { wganGp } from './wgan-gp/wgan-gp.js'

const shipped: readonly AnySystem[] = [vae, gan, cgan, dcgan, lsgan, wgan, wganGp, r1, pix2pix, cyclegan]

const systems = new Map<string, AnySystem>(shipped.map((system) => [system.name, system]))

/** Names of the systems that come with the toolkit. */
export const builtInSystems: ReadonlySet<string> = new Set(systems.keys())

/**
 * Adds a system of your own, so that `train`, `resume` and `sample` know it by name.
 *
 * @param options.replace  take the place of a system of this name, such as an earlier version from the same file
 * @throws GanymedeError `OPTION_INVALID` when the name is taken or cannot be typed as one word
 */
export function registerSystem(system: AnySystem, options: { readonly replace?: boolean } = {}): void {
  const { replace = false } = givenOptions('registerSystem', options, ['replace'])
  requireObject('registerSystem', system, ['name'])
  if (!/^[a-z][a-z0-9-]*$/.test(system.name)) {
    throw new GanymedeError('OPTION_INVALID', `a system cannot be called ${JSON.stringify(system.name)}`, {
      remedy: 'Use small letters, digits and hyphens, beginning with a letter: pixel-gan.',
    })
  }
  if (system.name === ownLoop) {
    throw new GanymedeError('OPTION_INVALID', `"${ownLoop}" stands for loops of one's own and is no name for a system`)
  }
  if (!replace && systems.has(system.name)) {
    throw new GanymedeError('OPTION_INVALID', `a system named ${system.name} is registered already`)
  }
  systems.set(system.name, system)
}

export function listSystems(): readonly AnySystem[] {
  return [...systems.values()]
}

/** @throws GanymedeError `OPTION_UNKNOWN` with the names that exist */
export function findSystem(name: string): AnySystem {
  const system = systems.get(name)
  if (system === undefined) {
    throw new GanymedeError('OPTION_UNKNOWN', `there is no system named ${JSON.stringify(name)}`, {
      lines: [`Systems: ${[...systems.keys()].join(', ')}`],
      remedy: 'A system of your own is known where a ganymede.config.ts brings it: run the command in that folder.',
    })
  }
  return system
}
