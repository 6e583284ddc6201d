/** The systems that can be trained by name. A package can add its own with {@link registerSystem}. */
import { GanymedeError } from '../errors.js'
import type { AnySystem } from '../train/system.js'
import { dcgan } from './dcgan/dcgan.js'

const systems = new Map<string, AnySystem>([[dcgan.name, dcgan]])

/** Adds a system of your own, so that `train`, `resume` and `sample` know it by name. */
export function registerSystem(system: AnySystem): void {
  if (systems.has(system.name)) {
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
    })
  }
  return system
}
