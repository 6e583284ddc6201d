/** Weight files of feature networks: read once, kept until the network is disposed of, known by their hash. */
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import {
  conv2d,
  disposeAll,
  keep,
  noGrad,
  readSafetensors,
  readTorchFile,
  relu_,
  scope,
  stateDictOf,
  type Tensor,
  TorchError,
} from '@ganymede/torch'

/** Tensors of a file by name, float32. */
export interface Weights {
  readonly path: string
  /** SHA-256 of the file. */
  readonly hash: string
  readonly tensors: ReadonlyMap<string, Tensor>
  dispose(): void
}

/** SHA-256 of a file, 64 hexadecimal digits. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part as Buffer)
  return hash.digest('hex')
}

/**
 * Makes sure that a file of a feature network is there.
 *
 * @throws GanymedeError `FEATURES_INVALID`
 */
export function requireFeatureFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === true) return
  throw new GanymedeError('FEATURES_INVALID', `${path} ${found === undefined ? 'does not exist' : 'is not a file'}`, {
    remedy: 'Give the path of a TorchScript, safetensors, PyTorch or ONNX file of a feature network with --features.',
  })
}

/**
 * Reads a file of weights, safetensors or a state_dict of PyTorch, as float32.
 *
 * @throws GanymedeError `FEATURES_INVALID` when it is neither
 */
export async function loadWeights(path: string, { device }: { readonly device: string }): Promise<Weights> {
  requireFeatureFile(path)
  const hash = await hashFile(path)
  const isSafetensors = path.toLowerCase().endsWith('.safetensors')
  try {
    const tensors = scope('weights', () =>
      noGrad(() => {
        const stored = isSafetensors
          ? readSafetensors(path, { map: false }).tensors
          : stateDictOf(readTorchFile(path, { map: false }), { file: path })
        return keep(new Map([...stored].map(([name, value]) => [name, value.to({ device, dtype: 'float32' })])))
      }),
    )
    return { path, hash, tensors, dispose: () => disposeAll(tensors) }
  } catch (error) {
    if (!(error instanceof TorchError)) throw error
    const lines = error.message.split('\n').slice(1)
    throw new GanymedeError('FEATURES_INVALID', `${path} holds no weights: ${error.message.split('\n')[0]}`, {
      lines,
      cause: error,
    })
  }
}

/** A tensor by name and shape; `null` sides may be anything. */
export function weightOf(weights: Weights, name: string, shape: readonly (number | null)[]): Tensor {
  const found = weights.tensors.get(name)
  const fits = found?.ndim === shape.length && shape.every((side, i) => side === null || side === found.shape[i])
  if (found !== undefined && fits) return found
  throw new GanymedeError('FEATURES_INVALID', `${weights.path} has no tensor ${name} of the right shape`, {
    lines: [
      `expected [${shape.map((side) => side ?? 'any').join(', ')}]`,
      found === undefined ? 'found no such tensor' : `found [${found.shape.join(', ')}]`,
    ],
  })
}

/** A convolution with bias and ReLU after it, by the name of its weights. */
export function convRelu(
  weights: ReadonlyMap<string, Tensor>,
  name: string,
  x: Tensor,
  { stride = 1, padding = 'same' }: { readonly stride?: number; readonly padding?: 'same' | number } = {},
): Tensor {
  const weight = weights.get(`${name}.weight`)!
  const [, , kernelHeight = 1, kernelWidth = 1] = weight.shape
  const around: [number, number] =
    padding === 'same' ? [(kernelHeight - 1) / 2, (kernelWidth - 1) / 2] : [padding, padding]
  return relu_(conv2d(x, weight, { bias: weights.get(`${name}.bias`)!, stride: [stride, stride], padding: around }))
}
