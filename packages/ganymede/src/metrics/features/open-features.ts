/** One way in for every feature network that lies in a file: what it is shows by its content. */
import { closeSync, openSync, readSync } from 'node:fs'
import { GanymedeError, requireObject } from '@ganymede/core'
import { TorchError, ZipFile } from '@ganymede/torch'
import type { FeatureNetwork, InputChoice } from './feature-network.js'
import { loadWeights, requireFeatureFile, type Weights } from './feature-weights.js'
import { inceptionFeatures, isInception } from './inception.js'
import { isLeNet, lenetFeatures } from './lenet.js'
import { onnxFeatures } from './onnx.js'
import { randomConvFeatures } from './random-conv.js'
import { isSqueezeNet, squeezeFeatures } from './squeezenet.js'
import { scriptFeatures } from './torchscript.js'

export interface OpenFeaturesOptions {
  /** Where the network works. */
  readonly device: string
  /** Output of the network; default: the last one that the file has. */
  readonly layer?: string | undefined
  /** How images are brought to a network of a foreign file; only `resizer` changes a network of ours (Inception). */
  readonly input?: InputChoice
  /** Size of the images to come. */
  readonly imageSize: { readonly width: number; readonly height: number }
}

/**
 * Opens a feature network: `random-conv`, or a file of TorchScript, ONNX, or weights (safetensors, or a state_dict of
 * PyTorch) of the FID Inception network, SqueezeNet 1.1 or a LeNet.
 *
 * @throws GanymedeError `FEATURES_INVALID` when the file is missing, of no known network, or damaged
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * const network = await openFeatureNetwork('inception-2015-12-05.pt', { device: 'cpu', imageSize: { width: 64, height: 64 } })
 */
export async function openFeatureNetwork(reference: string, options: OpenFeaturesOptions): Promise<FeatureNetwork> {
  requireObject('openFeatureNetwork', options, ['device', 'imageSize'])
  const { device, layer, input = {} } = options
  if (reference === 'random-conv') return refusingLayer(reference, layer, randomConvFeatures({ device }))
  requireFeatureFile(reference)
  if (reference.toLowerCase().endsWith('.onnx')) {
    return refusingLayer(reference, layer, await onnxFeatures(reference, { ...options, input }))
  }
  if (isTorchScript(reference)) {
    return refusingLayer(reference, layer, await scriptFeatures(reference, { ...options, input }))
  }
  const weights = await loadWeights(reference, { device })
  try {
    return ownNetwork(weights, options)
  } catch (error) {
    weights.dispose()
    throw error
  }
}

function ownNetwork(weights: Weights, { device, layer, input = {} }: OpenFeaturesOptions): FeatureNetwork {
  const names = new Set(weights.tensors.keys())
  const isOfInception = isInception(names)
  const chosen = Object.entries(input).filter(([, value]) => value !== undefined)
  const refused = chosen.filter(([name]) => !(isOfInception && name === 'resizer'))
  if (refused.length > 0) {
    throw new GanymedeError('OPTION_INVALID', `${weights.path} is a network whose input is known`, {
      lines: refused.map(([name]) => `--${name === 'resizer' ? name : `input-${name}`} cannot be changed`),
      remedy: 'Leave these options out; they are for TorchScript and ONNX files.',
    })
  }
  if (isOfInception) {
    return inceptionFeatures(weights, {
      device,
      ...(layer === undefined ? {} : { layer }),
      ...(input.resizer === undefined ? {} : { resizer: input.resizer }),
    })
  }
  if (isSqueezeNet(names)) return refusingLayer(weights.path, layer, squeezeFeatures(weights, { device }))
  if (isLeNet(names)) return refusingLayer(weights.path, layer, lenetFeatures(weights, { device }))
  throw new GanymedeError('FEATURES_INVALID', `${weights.path} holds the weights of no feature network that is known`, {
    lines: [
      `it begins with ${[...names].slice(0, 4).join(', ')}`,
      'known: the FID Inception network, SqueezeNet 1.1, LeNets of two convolutions and two linear layers',
    ],
    remedy: 'Save another network as TorchScript (torch.jit.script(net).save(path)) or ONNX.',
  })
}

function refusingLayer(path: string, layer: string | undefined, network: FeatureNetwork): FeatureNetwork {
  if (layer === undefined || layer === network.layer) return network
  network.dispose()
  throw new GanymedeError('FEATURES_INVALID', `${path} has no layer ${layer}`, {
    lines: [`It has ${network.layer}.`],
    remedy: 'Leave --layer out.',
  })
}

/** TorchScript is a zip with code in it; a state_dict is one without. */
function isTorchScript(path: string): boolean {
  const head = Buffer.alloc(2)
  const file = openSync(path, 'r')
  try {
    readSync(file, head, 0, 2, 0)
  } finally {
    closeSync(file)
  }
  if (head.toString('latin1') !== 'PK') return false
  try {
    const zip = new ZipFile(path)
    try {
      return [...zip.entries.keys()].some((name) => /^[^/]+\/code\//.test(name))
    } finally {
      zip.close()
    }
  } catch (error) {
    if (!(error instanceof TorchError)) throw error
    throw new GanymedeError('FEATURES_INVALID', `${path} is damaged: ${error.message.split('\n')[0]}`, { cause: error })
  }
}
