/** A model that makes pictures from pictures: of a run, or of a file of weights by whoever. */

import { GanymedeError } from '@ganymede/core'
import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { resolveDevice } from '@ganymede/torch'
import type { PairMaking } from '../data/pairs/make-pair.js'
import { architectureText, isColouring } from '../models/image-to-image/recognise.js'
import { ResnetGenerator } from '../models/image-to-image/resnet-generator.js'
import { translateEach } from '../models/image-to-image/test-behaviour.js'
import { UnetGenerator } from '../models/image-to-image/unet.js'
import { PreparedNetwork } from '../nn/inference/prepared-network.js'
import { BatchNorm } from '../nn/layers/batch-norm.js'
import { Dropout, Dropout2d } from '../nn/layers/dropout.js'
import { InstanceNorm2d } from '../nn/layers/instance-norm.js'
import type { Module } from '../nn/module.js'
import type { TranslationDirection, TranslationMode, TranslationSystem } from '../systems/contract/system.js'
import { makingOfRun } from '../training/feed/pair-making.js'
import { type AskedPrecision, chosenPrecision, type Precision } from '../training/placement.js'
import type { ImageNetwork } from './image-network.js'
import { coloured, lightnessOf } from './lab.js'
import { disposedModel, type OpenModel } from './open-model.js'
import { type NetworkReach, networkReach, roundUp } from './tiles/network-reach.js'
import type { TileOptions } from './tiles/tile-options.js'
import { type TranslationWay, translateImage } from './translate-image.js'
import { requireTranslatorOptions, type TranslatorOptions } from './translator-options.js'
import { openGeneratorFile } from './weights-file.js'

/** A picture that was made. */
export interface TranslatedPicture {
  readonly pixels: Raster
  readonly way: TranslationWay
}

/** Makes pictures from pictures. */
export interface Translator {
  /** What it is, for people: system, run and step, or file and architecture. */
  readonly title: string
  readonly inputChannels: ChannelCount
  readonly outputChannels: ChannelCount
  readonly direction: TranslationDirection
  /** Null where nothing in the network depends on it. */
  readonly mode: TranslationMode | null
  /** Null for a network without dropout. */
  readonly dropout: boolean | null
  readonly seed: number
  /** What the network computes in. */
  readonly precision: Precision
  /** Side of the pictures while training; null for files of weights, which do not say. */
  readonly trainedSize: { readonly width: number; readonly height: number } | null
  /**
   * How the inputs of training were made of photographs; null where they were pictures as they are, and where nothing is
   * known of them. See `makeInput`.
   */
  readonly inputMaking: PairMaking | null
  /**
   * Translates one picture of any size.
   *
   * @param image  with `inputChannels` channels
   * @throws GanymedeError `OPTION_INVALID` for another number of channels, `NON_FINITE`
   */
  translate(image: Raster, options?: TileOptions): Promise<TranslatedPicture>
  /** Frees the networks, where they are not those of a model that was given. */
  dispose(): void
}

/**
 * A translator for the model of a run. The model stays its owner's.
 *
 * @throws GanymedeError `OPTION_INVALID` when it makes no pictures from pictures, or not in this direction or mode
 */
export function translatorOfModel(model: OpenModel, options: TranslatorOptions = {}): Translator {
  requireTranslatorOptions(options)
  const system = requireTranslation(model)
  const { context, data } = model
  const defaults = system.translationDefaults(context.options)
  // Systems know inputs and targets; which of them is A is a matter of the run's data.
  const isSwapped = model.options.data.direction === 'b2a'
  const named = (inner: TranslationDirection): TranslationDirection => (isSwapped ? opposite(inner) : inner)
  const possible = defaults.directions.map(named)
  const direction = options.direction ?? named('a2b')
  if (!possible.includes(direction)) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `${model.run.name} translates ${possible.join(' and ')}, not ${direction}`,
      {
        remedy: `Leave out --direction, or train a run of the other direction: --direction ${direction}`,
      },
    )
  }
  const mode = chosenMode(options.mode, defaults.mode, model.run.name)
  const dropout = chosenDropout(options.dropout, defaults.dropout, model.run.name)
  const { targetChannels = data.channels } = data
  const inner = isSwapped ? opposite(direction) : direction
  const [inputChannels, outputChannels] =
    inner === 'a2b' ? [data.channels, targetChannels] : [targetChannels, data.channels]
  const generator = context.networks[system.generator] as Module
  const { seed = 0, raw = false } = options
  return translatorOf({
    title: `${system.name} ${model.run.name}, step ${model.step}${model.hasEma && !raw ? ', averaged weights' : ''}`,
    inputChannels: inputChannels as ChannelCount,
    outputChannels: outputChannels as ChannelCount,
    direction,
    mode,
    dropout,
    seed,
    precision: model.precision,
    trainedSize: { width: data.width, height: data.height },
    // Photographs are the other side of the pairs.
    inputMaking: direction === 'a2b' ? (makingOfRun(system, model.options) ?? null) : null,
    device: context.device,
    reach: withFactor(reachOf(generator), system.translationFactor(context.options)),
    modules: [...Object.values(context.networks), ...(context.ema === null ? [] : [context.ema])],
    run: (input, part) =>
      model.infer(
        () =>
          system.translate(context, input, {
            direction: inner,
            ema: !raw,
            seed: seed + part,
            ...(mode === null ? {} : { mode }),
            ...(dropout === null ? {} : { dropout }),
          }),
        { ema: !raw },
      ),
    dispose: () => {},
  })
}

/**
 * A translator from a file of weights, whose architecture is recognised from its tensors. Where nothing is asked for it
 * behaves as the authors' test script: batch norm uses the picture's own statistics, and dropout stays on, from a seed.
 *
 * @param reference  the file, with `#key` behind it for one network of several
 * @param options.precision  default `'float32'`: the same pictures on every machine; see `OpenModelOptions`
 * @throws as `openGeneratorFile`; GanymedeError `OPTION_INVALID` for what the network does not have
 */
export function translatorOfFile(
  reference: string,
  {
    device = 'cpu',
    precision: asked = 'float32',
    ...options
  }: TranslatorOptions & { readonly device?: string | undefined; readonly precision?: AskedPrecision | undefined } = {},
): Translator {
  requireTranslatorOptions({ ...options, precision: asked })
  const place = resolveDevice(device)
  const { file, key, network, architecture, directions } = openGeneratorFile(reference, options)
  try {
    const { direction = 'a2b', seed = 0 } = options
    if (!directions.includes(direction)) {
      throw new GanymedeError('OPTION_INVALID', `${file} holds one generator, so there is no direction ${direction}`, {
        remedy: 'Leave out --direction, or name the file of the other generator.',
      })
    }
    network.to({ device: place }).eval()
    const precision = chosenPrecision(asked, place)
    const ready = new PreparedNetwork(network, { precision })
    const hasDropout = modulesIn([network]).some((one) => one instanceof Dropout || one instanceof Dropout2d)
    const mode = chosenMode(options.mode, architecture.norm === 'batch' ? 'batch' : null, file)
    const dropout = chosenDropout(
      options.dropout,
      hasDropout ? architecture.kind === 'unet' || architecture.dropout : null,
      file,
    )
    let isDisposed = false
    const plain = translatorOf({
      title: `${file}${key === '' ? '' : `#${key}`}: ${architectureText(architecture)}`,
      inputChannels: architecture.inputChannels as ChannelCount,
      outputChannels: architecture.outputChannels as ChannelCount,
      direction,
      mode,
      dropout,
      seed,
      precision,
      trainedSize: null,
      inputMaking: null,
      device: place,
      reach: reachOf(network),
      modules: [network],
      run(input, part) {
        if (isDisposed) throw disposedModel(`the translator of ${file}`)
        return ready.run(() =>
          translateEach(network, input, { mode: mode ?? 'running', dropout: dropout === true, seed: seed + part }),
        )
      },
      dispose() {
        isDisposed = true
        ready.dispose()
        network.dispose()
      },
    })
    return isColouring(architecture) ? colouring(plain) : plain
  } catch (error) {
    network.dispose()
    throw error
  }
}

/** The authors' colouring model takes lightness and gives the two axes of colour; outside it takes and gives pictures. */
function colouring(inner: Translator): Translator {
  return {
    ...inner,
    title: `${inner.title}: colours grey pictures, in L*a*b*`,
    inputChannels: 3,
    outputChannels: 3,
    async translate(image, options) {
      const { pixels, way } = await inner.translate(lightnessOf(image), options)
      return { pixels: coloured(image, pixels), way }
    },
  }
}

/** How pictures are made, in words, for people who compare them: `batch norm with …, dropout on (seed 0)`. */
export function behaviourText({
  mode,
  dropout,
  seed,
  precision,
}: Pick<Translator, 'mode' | 'dropout' | 'seed' | 'precision'>): string {
  const parts = [
    mode === 'batch' ? "batch norm uses each picture's own statistics (--mode batch)" : '',
    mode === 'running' ? 'batch norm uses the statistics of training (--mode running)' : '',
    dropout === true ? `dropout on, seed ${seed} (--dropout on)` : '',
    dropout === false ? 'dropout off (--dropout off)' : '',
    precision === 'bfloat16' ? 'computed in bf16 (--precision bfloat16)' : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'the network behaves as in training: no batch norm, no dropout' : parts.join('; ')
}

interface TranslatorParts extends Omit<Translator, 'translate'> {
  readonly device: string
  readonly reach: NetworkReach
  readonly modules: readonly Module[]
  readonly run: ImageNetwork['run']
}

function translatorOf({ device, reach, modules, run, ...facts }: TranslatorParts): Translator {
  const { inputChannels, mode } = facts
  const network: ImageNetwork = {
    inputChannels,
    run,
    reach,
    imageNorms: looksAtImages(modules, mode) ? modules : [],
    device,
  }
  return {
    ...facts,
    async translate(image, options = {}) {
      if (image.channels !== inputChannels) {
        throw new GanymedeError(
          'OPTION_INVALID',
          `the model takes pictures of ${inputChannels} channels, got one of ${image.channels}`,
        )
      }
      return translateImage(network, image, options)
    },
  }
}

function requireTranslation({ system, run }: OpenModel): TranslationSystem {
  const { translate, translationFactor, translationDefaults } = system
  if (translate !== undefined && translationFactor !== undefined && translationDefaults !== undefined) {
    return system as TranslationSystem
  }
  throw new GanymedeError('OPTION_INVALID', `${run.name} is a ${system.name}, which makes no pictures from pictures`, {
    remedy: 'Use a run of pix2pix or cyclegan, or a file of their weights; for this one: ganymede sample',
  })
}

function chosenMode(
  asked: TranslationMode | undefined,
  usual: TranslationMode | null,
  name: string,
): TranslationMode | null {
  if (asked === undefined || usual !== null) return asked ?? usual
  throw new GanymedeError('OPTION_INVALID', `--mode ${asked} means nothing to ${name}: it has no batch norm`, {
    remedy: 'Leave out --mode.',
  })
}

function chosenDropout(asked: boolean | undefined, usual: boolean | null, name: string): boolean | null {
  if (usual !== null) return asked ?? usual
  if (asked !== true) return null
  throw new GanymedeError('OPTION_INVALID', `${name} has no dropout that could be on`, {
    remedy: 'Leave out --dropout.',
  })
}

function opposite(direction: TranslationDirection): TranslationDirection {
  return direction === 'a2b' ? 'b2a' : 'a2b'
}

function modulesIn(networks: readonly Module[]): Module[] {
  return networks.flatMap((network) => [...network.namedModules()].map(([, module]) => module))
}

function looksAtImages(networks: readonly Module[], mode: TranslationMode | null): boolean {
  return modulesIn(networks).some(
    (one) =>
      (one instanceof InstanceNorm2d && one.runningMean === null) || (one instanceof BatchNorm && mode === 'batch'),
  )
}

/** Of the generators inside, which for CycleGAN are two; of the network itself where none is known. */
function reachOf(network: Module): NetworkReach {
  const known = modulesIn([network]).filter((one) => one instanceof UnetGenerator || one instanceof ResnetGenerator)
  const all = (known.length === 0 ? [network] : known).map(networkReach)
  const most = (pick: (one: NetworkReach) => number) => Math.max(...all.map(pick))
  return {
    factor: most(({ factor }) => factor),
    smallestSide: most(({ smallestSide }) => smallestSide),
    radius: most(({ radius }) => radius),
  }
}

function withFactor({ factor, smallestSide, radius }: NetworkReach, asked: number): NetworkReach {
  const whole = Math.max(factor, asked)
  return { factor: whole, smallestSide: roundUp(smallestSide, whole), radius }
}
