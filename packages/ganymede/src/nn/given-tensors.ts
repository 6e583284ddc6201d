/** Arguments that must be there, as programs without types leave them out: tensors and networks. */

import { wrongArgument } from '@ganymede/core'
import { Tensor } from '@ganymede/torch'

/**
 * Throws unless every value is a tensor.
 *
 * @param given  by the names of the arguments
 * @throws GanymedeError `OPTION_INVALID` naming function and argument
 */
export function requireTensors(where: string, given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (!(value instanceof Tensor)) throw wrongArgument(where, name, 'a tensor', value)
  }
}

/**
 * Throws unless a value is a module.
 *
 * @throws GanymedeError `OPTION_INVALID` naming function and argument
 */
export function requireModule(where: string, name: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && 'namedModules' in given) return
  throw wrongArgument(where, name, 'a module', given)
}
