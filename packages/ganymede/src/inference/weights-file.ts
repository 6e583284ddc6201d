/** The translation network in a file of weights, whoever wrote it, with nothing stated about its architecture. */
import { statSync } from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import { readSafetensors, readTorchFile, scope, Tensor, type TorchValue } from '@ganymede/torch'
import {
  architectureText,
  type GeneratorArchitecture,
  recogniseTranslation,
  type TranslationArchitecture,
  translationPrefixes,
} from '../models/image-to-image/recognise.js'
import { ResnetGenerator } from '../models/image-to-image/resnet-generator.js'
import { fewestDowns, UnetGenerator } from '../models/image-to-image/unet.js'
import type { Layer, StateDict } from '../nn/module.js'
import { isInstanceStatistic, plainName } from '../nn/state-names.js'
import type { TranslationDirection } from '../systems/contract/system.js'
import { weightFormat } from '../weights/inspect-file.js'

/** A network that was found in a file. */
interface Candidate {
  /** Where in the file: keys joined by dots; empty for a file of one network. */
  readonly key: string
  readonly architecture: TranslationArchitecture
  /** By plain names, without what old instance norms left. */
  readonly tensors: StateDict
}

/** A generator, ready for use; its caller disposes of it. */
export interface GeneratorFile {
  readonly file: string
  readonly key: string
  readonly network: Layer
  readonly architecture: GeneratorArchitecture
  /** Directions that the file has generators for. */
  readonly directions: readonly TranslationDirection[]
}

/** Whether a reference is meant as a file of weights, with or without a key behind `#`. */
export function isWeightsReference(reference: string): boolean {
  return /\.(pth|pt|ckpt|bin|safetensors)(#.+)?$/i.test(reference)
}

/**
 * Opens the generator of a file.
 *
 * @param reference  the file; `#key` behind it names one network of several, such as `checkpoint.pth#G_ema`
 * @param options.direction  which of two generators, where the file holds both of a CycleGAN; default `a2b`
 * @throws GanymedeError `FILE_UNREADABLE`, and `WEIGHTS_MISMATCH` when no generator is recognised, several are, or one whose
 *   tensors are not all there, each named with its shape
 * @throws TorchError `FILE_INVALID` for a damaged or hostile file
 */
export function openGeneratorFile(
  reference: string,
  { direction }: { readonly direction?: TranslationDirection | undefined } = {},
): GeneratorFile {
  const { file, key } = partsOf(reference)
  return scope('generator-file', () => {
    const all = networksIn(file)
    const generators = all.filter(({ architecture }) => architecture.kind !== 'discriminator')
    const { chosen, directions } = choose(file, generators, all, key, direction)
    const architecture = chosen.architecture as GeneratorArchitecture
    const network = buildGenerator(architecture, file)
    try {
      loadExactly(network, chosen, file)
    } catch (error) {
      network.dispose()
      throw error
    }
    return { file, key: chosen.key, network, architecture, directions }
  })
}

function partsOf(reference: string): { file: string; key: string | undefined } {
  const match = /^(.*\.(?:pth|pt|ckpt|bin|safetensors))#(.+)$/i.exec(reference)
  return match === null ? { file: reference, key: undefined } : { file: match[1] ?? reference, key: match[2] }
}

function networksIn(file: string): Candidate[] {
  const format = weightFormat(file)
  if (format === 'safetensors') return networksOf(readSafetensors(file).tensors, '')
  if (format !== 'torch') {
    throw new GanymedeError(
      'FILE_UNREADABLE',
      `${file} is of the format ${format}: weights cannot be taken from it by name`,
      {
        remedy: 'Give a .safetensors file or one of torch.save (.pth, .pt).',
      },
    )
  }
  return search(readTorchFile(file), '', 0)
}

const deepestKey = 4

/** State dicts may lie beside optimizer state and counters, at any key. */
function search(value: TorchValue, path: string, depth: number): Candidate[] {
  if (!(value instanceof Map) || depth > deepestKey) return []
  const entries = [...(value as ReadonlyMap<TorchValue, TorchValue>)].filter(
    (entry): entry is [string, TorchValue] => typeof entry[0] === 'string',
  )
  const tensors = new Map(entries.filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor))
  const inner = entries.flatMap(([key, one]) => search(one, path === '' ? key : `${path}.${key}`, depth + 1))
  return [...networksOf(tensors, path), ...inner]
}

/** The networks in one list of names: one, or several that are told apart by their prefixes. */
function networksOf(tensors: StateDict, path: string): Candidate[] {
  const named = new Map([...tensors].map(([name, value]) => [plainName(name), value]))
  return translationPrefixes(named.keys()).flatMap((prefix) => {
    const own = new Map(
      [...named]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [plainName(name.slice(prefix.length)), value]),
    )
    const used = new Map([...own].filter(([name]) => !isInstanceStatistic(name, own)))
    const architecture = recogniseTranslation(new Map([...used].map(([name, value]) => [name, value.shape])))
    if (architecture === null) return []
    const key = [path, prefix.replace(/\.$/, '')].filter((part) => part !== '').join('.')
    return [{ key, architecture, tensors: used }]
  })
}

/** How people call the generators of both directions. */
const directionNames: Readonly<Record<TranslationDirection, RegExp>> = {
  a2b: /(^|[._])(net)?(g|gen|generator)?_?(a|a2b|ab|a_to_b)$/i,
  b2a: /(^|[._])(net)?(g|gen|generator)?_?(b|b2a|ba|b_to_a)$/i,
}

function choose(
  file: string,
  generators: readonly Candidate[],
  all: readonly Candidate[],
  key: string | undefined,
  direction: TranslationDirection | undefined,
): { readonly chosen: Candidate; readonly directions: readonly TranslationDirection[] } {
  if (key !== undefined) {
    const chosen = generators.find((one) => one.key === key)
    if (chosen !== undefined) return { chosen, directions: ['a2b'] }
    throw new GanymedeError('WEIGHTS_MISMATCH', `${file} has no translation generator under ${JSON.stringify(key)}`, {
      lines: listed(all),
      remedy: 'Name one that is there, or leave out # and the key.',
    })
  }
  const [first] = generators
  if (first === undefined && all.length > 0) {
    throw new GanymedeError('WEIGHTS_MISMATCH', `${file} holds a discriminator, which judges pictures and makes none`, {
      lines: listed(all),
      remedy:
        'Name the file of the generator, such as latest_net_G.pth or latest_net_G_A.pth. A discriminator is of use for training: --from discriminator=…',
    })
  }
  if (first === undefined) {
    throw new GanymedeError('WEIGHTS_MISMATCH', `no translation generator is recognised in ${file}`, {
      lines: [
        'its tensors are of no U-Net or ResNet of pix2pix or CycleGAN',
        'recognised are: U-Net (model.model.0.weight …) and ResNet (model.1.weight, model.10.conv_block.1.weight …)',
      ],
      remedy: `See what it holds: ganymede inspect ${file}`,
    })
  }
  if (generators.length === 1) return { chosen: first, directions: ['a2b'] }
  const ofDirection = (one: TranslationDirection) => generators.filter((found) => directionNames[one].test(found.key))
  const [there, back] = [ofDirection('a2b'), ofDirection('b2a')]
  if (generators.length === 2 && there.length === 1 && back.length === 1) {
    const chosen = (direction === 'b2a' ? back : there)[0] ?? first
    return { chosen, directions: ['a2b', 'b2a'] }
  }
  throw new GanymedeError('WEIGHTS_MISMATCH', `${file} holds ${generators.length} generators`, {
    lines: listed(generators),
    remedy: `Say which one: ${file}#${first.key}`,
  })
}

function listed(candidates: readonly Candidate[]): string[] {
  const shown = candidates
    .slice(0, 8)
    .map(({ key, architecture }) => `${key || '(whole file)'}: ${architectureText(architecture)}`)
  return candidates.length > 8 ? [...shown, `and ${candidates.length - 8} more`] : shown
}

const mostWidth = 1024
const mostBlocks = 64
// Pictures then have sides of 4,096 at least.
const mostDowns = 12

/** Weights that such a network has at least: those of the convolutions inwards. */
function fewestWeights(architecture: GeneratorArchitecture): number {
  const { width } = architecture
  if (architecture.kind === 'resnet') return 9 * (10 * width ** 2 + architecture.blocks * 2 * (4 * width) ** 2)
  const channels = Array.from({ length: architecture.downs }, (_, i) => width * Math.min(2 ** i, 8))
  return channels.slice(1).reduce((sum, to, i) => sum + 16 * (channels[i] ?? 0) * to, 0)
}

function buildGenerator(architecture: GeneratorArchitecture, file: string): Layer {
  const { inputChannels, outputChannels, width, norm, upsampling } = architecture
  const refuse = (problem: string) =>
    new GanymedeError('WEIGHTS_MISMATCH', `${file}: ${architectureText(architecture)}: ${problem}`, {
      remedy: `The file is damaged, or of a network that differs from the published ones; see: ganymede inspect ${file}`,
    })
  const isTooDeep = architecture.kind === 'unet' ? architecture.downs > mostDowns : architecture.blocks > mostBlocks
  if (width < 1 || width > mostWidth || isTooDeep) throw refuse('no network of this size exists')
  // Shapes may claim anything: a network is built only where there are bytes for it, at least one for each weight.
  const [needed, { size }] = [fewestWeights(architecture), statSync(file)]
  if (size < needed) throw refuse(`it has more than ${needed} weights, and the file ${size} bytes`)
  for (const channels of [inputChannels, outputChannels]) {
    if (channels < 1 || channels > 4) throw refuse(`pictures have 1 to 4 channels, not ${channels}`)
  }
  const shape = { inputChannels, outputChannels, width, norm, upsampling } as const
  if (architecture.kind === 'unet') {
    if (architecture.downs < fewestDowns) throw refuse(`a U-Net has at least ${fewestDowns} halvings`)
    // Dropout has no tensors, so that a U-Net cannot say; the published ones were trained and are tested with it.
    return new UnetGenerator({ ...shape, downs: architecture.downs, dropout: true })
  }
  const { blocks, dropout, padding } = architecture
  return new ResnetGenerator({ ...shape, blocks, dropout, padding })
}

/** Every tensor has its place and every place its tensor, or nothing is loaded. */
function loadExactly(network: Layer, { architecture, tensors }: Candidate, file: string): void {
  const own = network.stateDict()
  const shape = (sizes: readonly number[]) => `[${sizes.join(', ')}]`
  const isCounter = (name: string) => name.endsWith('num_batches_tracked')
  const missing = [...own].filter(([name]) => !tensors.has(name) && !isCounter(name))
  const unexpected = [...tensors].filter(([name]) => !own.has(name))
  const wrong = [...own].filter(([name, value]) => {
    const found = tensors.get(name)
    return found !== undefined && shape(found.shape) !== shape(value.shape)
  })
  if (missing.length + unexpected.length + wrong.length > 0) {
    throw new GanymedeError(
      'WEIGHTS_MISMATCH',
      `${file} looks like a ${architectureText(architecture)}, but not all fits`,
      {
        lines: [
          ...wrong.map(
            ([name, { shape: needed }]) =>
              `${name}: needs ${shape(needed)}, the file has ${shape(tensors.get(name)?.shape ?? [])}`,
          ),
          ...missing.map(([name, value]) => `missing from the file: ${name} ${shape(value.shape)}`),
          ...unexpected.map(([name, value]) => `in the file only: ${name} ${shape(value.shape)}`),
        ].slice(0, 24),
        remedy: 'The file is incomplete, or of a network that differs from the published ones.',
      },
    )
  }
  network.loadStateDict(tensors)
}
