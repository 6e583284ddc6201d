/** Weights for networks out of a file that somebody else may have written: whole, in parts, or named by other words. */

import { GanymedeError } from '@ganymede/core'
import {
  readNpz,
  readSafetensors,
  readScriptFile,
  readTorchFile,
  stateDictOf,
  type Tensor,
  TorchError,
  type TorchValue,
} from '@ganymede/torch'
import type { StateDict } from '../nn/module.js'
import { plainName } from '../nn/state-names.js'
import { weightFormat } from './inspect-file.js'
import { matchNames, type NamedShapes } from './match-names.js'

/** Which weights of which file. */
export interface WeightRequest {
  readonly file: string
  /** The only network that they are for; default: found out. */
  readonly network?: string | undefined
  /** Key, or keys joined by dots, under which they lie in a file of torch.save; default: the usual ones are tried. */
  readonly key?: string | undefined
}

/** Words under which scripts save a network, the smoothed one first: it is the one that people sample from. */
const usualNames: Readonly<Record<string, readonly string[]>> = {
  generator: ['netG_ema', 'G_ema', 'g_ema', 'params_ema', 'generator', 'netG', 'G', 'g', 'gen'],
  discriminator: ['discriminator', 'netD', 'D', 'd', 'disc', 'critic'],
  critic: ['critic', 'discriminator', 'netD', 'D', 'd'],
}

/**
 * Reads the weights of a file, by network. Tensors belong to the caller's scope.
 *
 * A file of one network is given to the one that it fits best.
 *
 * @param networks  names and shapes of all networks that could be meant
 * @throws GanymedeError `FILE_UNREADABLE` for a format without weights, `WEIGHTS_MISMATCH` when a file fits several
 *   networks equally well or none at all
 * @throws TorchError `FILE_INVALID` when the file is damaged, hostile or holds no tensors
 */
export function readWeights(
  { file, network, key }: WeightRequest,
  networks: ReadonlyMap<string, NamedShapes>,
): ReadonlyMap<string, StateDict> {
  const format = weightFormat(file)
  if (format === 'npy' || format === 'onnx') {
    const what = format === 'npy' ? 'a single numpy array' : 'an ONNX model, whose constants have lost their names'
    throw new GanymedeError('FILE_UNREADABLE', `${file} is ${what}: weights cannot be taken from it`, {
      remedy: 'Give a .safetensors file or one of torch.save (.pth, .pt).',
    })
  }
  if (format !== 'torch') {
    if (key !== undefined) {
      throw new GanymedeError('OPTION_INVALID', `${file} is a ${format} file and has no key ${JSON.stringify(key)}`, {
        remedy: `Leave out #${key}.`,
      })
    }
    return divided(file, flat[format](file), network, networks)
  }
  const value = readTorchFile(file)
  if (key !== undefined) return divided(file, stateDictOf(value, { key, file }), network, networks)
  const wanted = network === undefined ? [...networks.keys()] : [network]
  const found = new Map(
    wanted.flatMap((name) => {
      const weights = underUsualName(value, name)
      return weights === undefined ? [] : [[name, weights] as const]
    }),
  )
  return found.size > 0 ? found : divided(file, stateDictOf(value, { file }), network, networks)
}

/** Formats in which tensors have one name each. */
const flat: Readonly<Record<'safetensors' | 'torchscript' | 'npz', (file: string) => StateDict>> = {
  safetensors: (file) => new Map(readSafetensors(file).tensors),
  torchscript: (file) => new Map(readScriptFile(file).tensors),
  npz: (file) => new Map(readNpz(file)),
}

function underUsualName(value: TorchValue, network: string): StateDict | undefined {
  if (!(value instanceof Map)) return undefined
  for (const name of namesOf(network)) {
    const inner: TorchValue | undefined = value.get(name)
    if (!(inner instanceof Map)) continue
    try {
      return stateDictOf(inner)
    } catch (error) {
      // A dict of options may be called like a network.
      if (!(error instanceof TorchError)) throw error
    }
  }
  return undefined
}

/** Several networks in one list of names are told apart by their prefixes; one network goes where it fits best. */
function divided(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  network: string | undefined,
  networks: ReadonlyMap<string, NamedShapes>,
): ReadonlyMap<string, StateDict> {
  const wanted = network === undefined ? [...networks.keys()] : [network]
  const parts = new Map(
    wanted.flatMap((name) => {
      const prefix = namesOf(name)
        .map((one) => `${one}.`)
        .find((one) => [...tensors.keys()].some((tensor) => plainName(tensor).startsWith(one)))
      if (prefix === undefined) return []
      const own = [...tensors].filter(([tensor]) => plainName(tensor).startsWith(prefix))
      return [[name, new Map(own.map(([tensor, value]) => [plainName(tensor).slice(prefix.length), value]))] as const]
    }),
  )
  if (network !== undefined) return new Map([[network, parts.get(network) ?? tensors]])
  if (parts.size > 0) return parts
  return new Map([[bestFit(file, tensors, networks), tensors]])
}

function bestFit(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  networks: ReadonlyMap<string, NamedShapes>,
): string {
  const shapes = new Map([...tensors].map(([name, value]) => [name, value.shape]))
  const fits = [...networks]
    .map(([name, targets]) => ({ name, count: matchNames(targets, shapes).pairs.length, size: targets.size }))
    .sort((a, b) => b.count - a.count)
  const [first, second] = fits
  const names = fits.map(({ name }) => name)
  if (first === undefined || first.count === 0) {
    throw new GanymedeError('WEIGHTS_MISMATCH', `no tensor of ${file} fits any of the networks: ${names.join(', ')}`, {
      lines: [
        `the file has ${some([...tensors.keys()])}`,
        ...[...networks].map(([n, t]) => `${n} has ${some([...t.keys()])}`),
      ],
      remedy: 'Use the options (size, widths, channels) with which the weights were made.',
    })
  }
  if (second !== undefined && second.count === first.count) {
    throw new GanymedeError('WEIGHTS_MISMATCH', `${file} fits ${first.name} and ${second.name} equally well`, {
      remedy: `Say which one: --from ${first.name}=${file}`,
    })
  }
  return first.name
}

function namesOf(network: string): readonly string[] {
  const usual = usualNames[network] ?? []
  return usual.includes(network) ? usual : [network, ...usual]
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 4).join(', ')}${names.length > 4 ? `, … (${names.length} in all)` : ''}`
}
