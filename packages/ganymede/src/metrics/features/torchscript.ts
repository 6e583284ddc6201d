/**
 * Feature networks as TorchScript files: the field's own `inception-2015-12-05.pt`, and any module of yours that maps images
 * to vectors (`torch.jit.script(net).save(path)`). Such a file runs code: use only files that you trust.
 */
import { basename } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import {
  loadScript,
  noGrad,
  type ScriptModule,
  type ScriptValue,
  scope,
  Tensor,
  TorchError,
  zeros,
} from '@ganymede/torch'
import { asVectors, type FeatureBatch, type FeatureNetwork, foreignInput, type InputChoice } from './feature-network.js'
import { hashFile, requireFeatureFile } from './feature-weights.js'
import { preprocess } from './network-input.js'

/** Names and defaults of the arguments of `forward` behind the images. */
interface ForwardArguments {
  readonly names: readonly string[]
  readonly defaults: readonly (boolean | null)[]
}

export interface ForeignFileOptions {
  readonly device: string
  /** How images are brought to the network; default: colour, 0…255, at their own size. */
  readonly input?: InputChoice
  /** Size of the images to come, to try the network with when it takes any. */
  readonly imageSize: { readonly width: number; readonly height: number }
}

/**
 * Opens a TorchScript feature network.
 *
 * `forward` takes float images `[N, C, H, W]` and gives `[N, D]`, maps `[N, D, H, W]`, a pair of features and logits, or a
 * dict with `features` and perhaps `logits`. Where it has the switches `return_features` and `no_output_bias`, as the
 * Inception file of the StyleGAN authors has, they are set to get features and unbiased logits; such a file resizes by itself.
 *
 * @throws GanymedeError `FEATURES_INVALID` when the file is no TorchScript, or cannot take the images
 */
export async function scriptFeatures(
  path: string,
  { device, input: choice = {}, imageSize }: ForeignFileOptions,
): Promise<FeatureNetwork> {
  requireFeatureFile(path)
  const input = foreignInput(choice)
  const hash = await hashFile(path)
  const module = explaining(path, () => loadScript(path, { device }))
  const features = (images: Tensor, { logits = true }: { readonly logits?: boolean } = {}): FeatureBatch =>
    explaining(path, () =>
      scope('torchscript', () => noGrad(() => run(module, preprocess(images.to({ device }), input), logits))),
    )
  try {
    const { dims, hasLogits } = scope(() => {
      const { width, height } = input.size ?? imageSize
      const tried = features(zeros([1, input.channels, height, width], { device }))
      return { dims: tried.features.shape[1] ?? 0, hasLogits: tried.logits !== null }
    })
    return {
      name: `torchscript:${basename(path)}`,
      layer: 'output',
      hash,
      dims,
      input,
      hasLogits,
      classes: null,
      accuracy: null,
      device,
      features: (images, wanted) => features(images, { logits: hasLogits && wanted?.logits !== false }),
      dispose: () => module.dispose(),
    }
  } catch (error) {
    module.dispose()
    throw error
  }
}

function run(module: ScriptModule, images: Tensor, wantsLogits: boolean): FeatureBatch {
  const args = forwardArguments(module)
  const vectors = (value: ScriptValue): Tensor => {
    if (value instanceof Tensor) return asVectors(module.path, value, images.shape[0] ?? 0)
    throw new GanymedeError('FEATURES_INVALID', `${module.path} gives no tensor of features`, {
      remedy: 'Save a network whose forward gives features, (features, logits), or a dict with these names.',
    })
  }
  if (args.names.includes('return_features')) {
    const features = vectors(module.forward(images, ...switched(args, 'return_features')))
    const hasLogits = wantsLogits && args.names.includes('no_output_bias')
    return { features, logits: hasLogits ? vectors(module.forward(images, ...switched(args, 'no_output_bias'))) : null }
  }
  const output = module.forward(images)
  if (Array.isArray(output))
    return { features: vectors(output[0]), logits: output.length > 1 ? vectors(output[1]) : null }
  if (isDict(output)) {
    const { features = null, logits } = output
    return { features: vectors(features), logits: logits === undefined ? null : vectors(logits) }
  }
  return { features: vectors(output), logits: null }
}

function isDict(value: ScriptValue): value is { readonly [key: string]: ScriptValue } {
  return typeof value === 'object' && value !== null && !(value instanceof Tensor) && !Array.isArray(value)
}

/** The switches behind the images up to the one that is turned on, the others as they are by default. */
function switched({ names, defaults }: ForwardArguments, name: string): boolean[] {
  const at = names.indexOf(name)
  return defaults.slice(0, at + 1).map((value, i) => (i === at ? true : value === true))
}

/** Reads `forward(… self, Tensor img, bool return_features=False, …) -> Tensor`; ends at the first that is no switch. */
function forwardArguments({ methods }: ScriptModule): ForwardArguments {
  const schema = methods.find((text) => /\bforward\(/.test(text)) ?? ''
  const list = schema
    .slice(schema.indexOf('(') + 1, schema.lastIndexOf(') ->'))
    .split(', ')
    .slice(2)
  const names: string[] = []
  const defaults: (boolean | null)[] = []
  for (const argument of list) {
    const match = /^bool (\w+)(?:=(True|False))?$/.exec(argument)
    if (match === null) break
    names.push(match[1] ?? '')
    defaults.push(match[2] === undefined ? null : match[2] === 'True')
  }
  return { names, defaults }
}

function explaining<T>(path: string, fn: () => T): T {
  try {
    return fn()
  } catch (error) {
    if (!(error instanceof TorchError) || error.code === 'DEVICE_UNAVAILABLE') throw error
    const [first, ...lines] = error.message.split('\n')
    throw new GanymedeError('FEATURES_INVALID', `${path} cannot be used as a TorchScript feature network`, {
      lines: [first ?? '', ...lines],
      remedy: 'Check what images it takes: --input-size, --input-range, --input-channels.',
      cause: error,
    })
  }
}
