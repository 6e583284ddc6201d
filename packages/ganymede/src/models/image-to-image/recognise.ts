/**
 * Which network some weights belong to, from the names and shapes of the tensors alone: files of the authors' PyTorch code
 * (`latest_net_G.pth`) say nothing else about themselves. Pure: shapes in, architecture out.
 */
import { isInstanceStatistic, plainName } from '../../nn/state-names.js'
import type { TranslationNorm } from './normalisation.js'

/** Names and shapes of the tensors of one network. */
export type TensorShapes = ReadonlyMap<string, readonly number[]>

/** The U-Net of pix2pix. */
export interface UnetArchitecture {
  readonly kind: 'unet'
  readonly inputChannels: number
  readonly outputChannels: number
  /** Channels of the outermost convolution. */
  readonly width: number
  /** Halvings: 7 for `unet_128`, 8 for `unet_256`. */
  readonly downs: number
  readonly norm: TranslationNorm
  readonly upsampling: 'transposed' | 'resize'
}

/** The residual generator of CycleGAN. */
export interface ResnetArchitecture {
  readonly kind: 'resnet'
  readonly inputChannels: number
  readonly outputChannels: number
  readonly width: number
  readonly blocks: number
  readonly norm: TranslationNorm
  /** Told by the number of the second convolution of a block: 5 without, 6 with dropout. */
  readonly dropout: boolean
  readonly padding: 'reflect' | 'zero'
  readonly upsampling: 'transposed' | 'resize'
}

export type GeneratorArchitecture = UnetArchitecture | ResnetArchitecture

/** A PatchGAN; `layers` 0 stands for the 1 x 1 one. */
export interface DiscriminatorArchitecture {
  readonly kind: 'discriminator'
  readonly inputChannels: number
  readonly width: number
  readonly layers: number
  readonly norm: TranslationNorm
}

export type TranslationArchitecture = GeneratorArchitecture | DiscriminatorArchitecture

/** Whether a generator takes lightness and gives the two axes of colour, as those of the authors' colorization model. */
export function isColouring({ inputChannels, outputChannels }: GeneratorArchitecture): boolean {
  return inputChannels === 1 && outputChannels === 2
}

/** Names of first layers; the least that can stand in front is a prefix: `netG.` of `netG.model.model.0.weight`. */
const firstLayers = /^(|.*?\.)(model\.model\.0|model\.1|model\.0|net\.0)\.weight$/

// More than any file has; each is looked for among all names.
const mostNetworks = 64

/** What may stand in front of the names of each network among these, 64 at most: `''`, `netG.`, `a2b.`. @param names  plain */
export function translationPrefixes(names: Iterable<string>): readonly string[] {
  const prefixes = new Set<string>()
  for (const name of names) {
    const match = firstLayers.exec(name)
    if (match !== null) prefixes.add(match[1] ?? '')
    if (prefixes.size === mostNetworks) break
  }
  return [...prefixes]
}

/**
 * The networks among some tensors, whatever stands in front of their names; what old instance norms left is not looked at.
 *
 * @returns for each the prefix of its names, without the dot, and the architecture
 */
export function translationNetworks(
  shapes: TensorShapes,
): readonly { readonly key: string; readonly architecture: TranslationArchitecture }[] {
  const named = new Map([...shapes].map(([name, shape]) => [plainName(name), shape]))
  return translationPrefixes(named.keys()).flatMap((prefix) => {
    const own = new Map(
      [...named]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, shape]) => [plainName(name.slice(prefix.length)), shape] as const),
    )
    const architecture = recogniseTranslation(new Map([...own].filter(([name]) => !isInstanceStatistic(name, own))))
    return architecture === null ? [] : [{ key: prefix.replace(/\.$/, ''), architecture }]
  })
}

/**
 * The architecture that tensors of these names and shapes belong to, or null. Whether every tensor fits is for whoever
 * builds the network to find out.
 *
 * @param shapes  plain names
 */
export function recogniseTranslation(shapes: TensorShapes): TranslationArchitecture | null {
  return recogniseUnet(shapes) ?? recogniseResnet(shapes) ?? recognisePatches(shapes) ?? recognisePixels(shapes)
}

/** The architecture in words: `U-Net of 8 halvings, width 64, 3 → 3 channels, batch norm`. */
export function architectureText(architecture: TranslationArchitecture): string {
  const norm = architecture.norm === 'none' ? 'no norm' : `${architecture.norm} norm`
  if (architecture.kind === 'discriminator') {
    const { layers, width, inputChannels } = architecture
    const what = layers === 0 ? 'pixel discriminator' : `PatchGAN discriminator of ${layers} layers`
    return `${what}, width ${width}, ${inputChannels} channels, ${norm}`
  }
  const { inputChannels, outputChannels, width } = architecture
  const form = `width ${width}, ${inputChannels} → ${outputChannels} channels, ${norm}`
  const resize = architecture.upsampling === 'resize' ? 'resize and convolution' : ''
  const parts =
    architecture.kind === 'unet'
      ? [`U-Net of ${architecture.downs} halvings`, form, resize]
      : [
          `ResNet of ${architecture.blocks} blocks`,
          form,
          architecture.dropout ? 'dropout' : '',
          architecture.padding === 'zero' ? 'zero padding' : '',
          resize,
        ]
  return parts.filter((part) => part !== '').join(', ')
}

function recogniseUnet(shapes: TensorShapes): UnetArchitecture | null {
  const first = kernel(shapes, 'model.model.0.weight', 4)
  // A transposed convolution has its outputs second.
  const transposed = kernel(shapes, 'model.model.3.weight', 4)
  const resizing = kernel(shapes, 'model.model.3.weight', 3)
  const outputChannels = transposed?.from ?? resizing?.to
  if (first === null || outputChannels === undefined) return null
  const inner = 'model.model.1.model.'
  let downs = 1
  // Each block holds the next one at place 3; the innermost holds its way up there.
  for (let block = inner; kernel(shapes, `${block}1.weight`, 4) !== null; block += '3.model.') downs += 1
  if (downs < 2) return null
  return {
    kind: 'unet',
    inputChannels: first.from,
    width: first.to,
    outputChannels,
    downs,
    norm: normOf(shapes, `${inner}1`, `${inner}2`),
    upsampling: transposed === null ? 'resize' : 'transposed',
  }
}

function recogniseResnet(shapes: TensorShapes): ResnetArchitecture | null {
  const first = kernel(shapes, 'model.1.weight', 7)
  if (first === null) return null
  const indices = places(shapes, /^model\.(\d+)\.conv_block\./)
  const blocks = indices.length
  if (indices.some((index, i) => index !== 10 + i)) return null
  const convolutions = (place: number) => kernel(shapes, `model.10.conv_block.${place}.weight`, 3) !== null
  const padding = blocks > 0 && convolutions(0) ? 'zero' : 'reflect'
  const dropout = padding === 'zero' ? convolutions(4) : convolutions(6)
  const upsampling = kernel(shapes, `model.${12 + blocks}.weight`, 3) === null ? 'transposed' : 'resize'
  const last = kernel(shapes, `model.${(upsampling === 'resize' ? 21 : 17) + blocks}.weight`, 7)
  if (last === null) return null
  return {
    kind: 'resnet',
    inputChannels: first.from,
    outputChannels: last.to,
    width: first.to,
    blocks,
    norm: normOf(shapes, 'model.1', 'model.2'),
    dropout,
    padding,
    upsampling,
  }
}

function recognisePatches(shapes: TensorShapes): DiscriminatorArchitecture | null {
  const first = kernel(shapes, 'model.0.weight', 4)
  if (first === null) return null
  const convolutions = places(shapes, /^model\.(\d+)\.weight$/).filter(
    (place) => kernel(shapes, `model.${place}.weight`, 4) !== null,
  )
  const layers = convolutions.length - 2
  // The last one stands where the norm of a further layer would be missing.
  if (layers < 1 || convolutions.some((place, i) => place !== (i === 0 ? 0 : 3 * i - 1))) return null
  return {
    kind: 'discriminator',
    inputChannels: first.from,
    width: first.to,
    layers,
    norm: normOf(shapes, 'model.2', 'model.3'),
  }
}

function recognisePixels(shapes: TensorShapes): DiscriminatorArchitecture | null {
  const first = kernel(shapes, 'net.0.weight', 1)
  if (first === null || kernel(shapes, 'net.5.weight', 1) === null) return null
  const norm = normOf(shapes, 'net.2', 'net.3')
  return { kind: 'discriminator', inputChannels: first.from, width: first.to, layers: 0, norm }
}

/** Batch norm has a scale; beside instance norm, and only there, the convolution has a bias. */
function normOf(shapes: TensorShapes, convolution: string, norm: string): TranslationNorm {
  if (shapes.has(`${norm}.weight`)) return 'batch'
  return shapes.has(`${convolution}.bias`) ? 'instance' : 'none'
}

/** The first two sizes of a square kernel of this side, or null when there is no such tensor. */
function kernel(shapes: TensorShapes, name: string, side: number): { to: number; from: number } | null {
  const shape = shapes.get(name)
  if (shape?.length !== 4 || shape[2] !== side || shape[3] !== side) return null
  return { to: shape[0] ?? 0, from: shape[1] ?? 0 }
}

/** Numbers in names, ascending, each once. */
function places(shapes: TensorShapes, pattern: RegExp): number[] {
  const found = new Set<number>()
  for (const name of shapes.keys()) {
    const match = pattern.exec(name)
    if (match !== null) found.add(Number(match[1]))
  }
  return [...found].sort((a, b) => a - b)
}
