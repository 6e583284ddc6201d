/** Several arrays in one file, as `numpy.savez` and `savez_compressed` write them: a zip of `.npy` files. */
import { requireOptions, requireText, requireTexts } from '../arguments.js'
import { scope } from '../tensor/scope.js'
import type { Tensor } from '../tensor/tensor.js'
import { npyFromBytes } from './npy.js'
import { fileInvalid, quoted } from './open-file.js'
import { ZipFile } from './zip/zip.js'

export interface ReadNpzOptions {
  /** Arrays to read; the others are not looked at. Default: all. */
  readonly names?: readonly string[]
}

const ENDING = '.npy'

/**
 * Reads a `.npz` file: arrays by name, in the order of the file, with the types and orders of `readNpy`. What is no array
 * is left out. Nothing in the file is run: arrays of Python objects, which are pickled, are refused.
 *
 * @returns tensors in the caller's scope
 * @throws TorchError `FILE_INVALID` for another format, damaged entries, an array of more than 1 GiB, one that `readNpy`
 *   would refuse, and names that are not there
 * @example
 * const { mu, sigma } = Object.fromEntries(readNpz('cifar10.npz', { names: ['mu', 'sigma'] }))
 */
export function readNpz(path: string, options?: ReadNpzOptions): ReadonlyMap<string, Tensor> {
  const { names } = requireOptions('readNpz', options, ['names'])
  requireText('readNpz', 'path', path)
  if (names !== undefined) requireTexts('readNpz', 'names', names)
  using archive = new ZipFile(path)
  const arrays = [...archive.entries.values()].filter(({ name }) => name.endsWith(ENDING))
  const found = new Map(arrays.map((entry) => [entry.name.slice(0, -ENDING.length), entry]))
  const missing = (names ?? []).filter((name) => !found.has(name))
  if (missing.length > 0 || found.size === 0) {
    const what = found.size === 0 ? 'holds no numpy arrays' : `holds no array ${missing.map(quoted).join(', ')}`
    const lines = found.size === 0 ? [] : [`arrays: ${[...found.keys()].slice(0, 20).map(quoted).join(', ')}`]
    throw fileInvalid(path, what, { lines })
  }
  return scope('readNpz', () => {
    const tensors = new Map<string, Tensor>()
    for (const [name, entry] of found) {
      if (names !== undefined && !names.includes(name)) continue
      tensors.set(name, npyFromBytes(`${path}, array ${quoted(name)}`, archive.read(entry, { verify: true })))
    }
    return tensors
  })
}
