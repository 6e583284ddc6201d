/**
 * Feature networks as ONNX files, on onnxruntime-node or, where that is not installed, on onnxruntime-web's WASM. Both are
 * optional: a person who brings an ONNX file installs one.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { scope, type Tensor, tensor } from '@ganymede/torch'
import { asVectors, type FeatureBatch, type FeatureNetwork, foreignInput } from './feature-network.js'
import { hashFile, requireFeatureFile } from './feature-weights.js'
import { type ImageInput, preprocess } from './network-input.js'
import type { ForeignFileOptions } from './torchscript.js'

const packages = ['onnxruntime-node', 'onnxruntime-web']

// The part of onnxruntime's interface that is used here, the same in both packages.
interface RuntimeTensor {
  readonly dims: readonly number[]
  readonly data: unknown
}

interface RuntimeSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>
  release(): Promise<void>
}

interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<RuntimeSession> }
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => RuntimeTensor
  readonly env?: { readonly wasm?: { numThreads?: number } }
}

/**
 * Opens an ONNX feature network: one input `[N, C, H, W]` of floats; the first output, or the one called `features`, gives
 * `[N, D]` or `[N, D, H, W]`, an output called `logits` the scores.
 *
 * @throws GanymedeError `FEATURES_INVALID` without a runtime, for a damaged file, or when it cannot take the images
 */
export async function onnxFeatures(
  path: string,
  { input: choice = {}, imageSize }: ForeignFileOptions,
): Promise<FeatureNetwork> {
  requireFeatureFile(path)
  const input = foreignInput(choice)
  const runtime = await findRuntime(path)
  const hash = await hashFile(path)
  const session = await explaining(path, async () => runtime.InferenceSession.create(await readFile(path)))
  const features = (images: Tensor): Promise<FeatureBatch> =>
    explaining(path, () => run(path, session, runtime, images, input))
  try {
    const { width, height } = input.size ?? imageSize
    const probe = tensor(new Float32Array(input.channels * height * width), {
      shape: [1, input.channels, height, width],
    })
    const tried = await features(probe).finally(() => probe.dispose())
    const dims = tried.features.shape[1] ?? 0
    tried.features.dispose()
    tried.logits?.dispose()
    return {
      name: `onnx:${basename(path)}`,
      layer: outputsOf(session).features,
      hash,
      dims,
      input,
      hasLogits: outputsOf(session).logits !== null,
      classes: null,
      accuracy: null,
      device: 'cpu',
      features,
      dispose: () => void session.release(),
    }
  } catch (error) {
    await session.release()
    throw error
  }
}

async function run(
  path: string,
  session: RuntimeSession,
  runtime: Runtime,
  images: Tensor,
  input: ImageInput,
): Promise<FeatureBatch> {
  const [name = ''] = session.inputNames
  const count = images.shape[0] ?? 0
  const { data, shape } = scope('onnx', () => {
    const ready = preprocess(images, input).to({ device: 'cpu' }).contiguous()
    return { data: ready.floats(), shape: ready.shape }
  })
  const outputs = await session.run({ [name]: new runtime.Tensor('float32', data, shape) })
  const names = outputsOf(session)
  const vectors = (output: RuntimeTensor | undefined): Tensor => {
    if (!(output?.data instanceof Float32Array)) {
      throw new GanymedeError('FEATURES_INVALID', `${path}: its output is not float32`)
    }
    const values = output.data
    return scope(() => asVectors(path, tensor(values, { shape: output.dims.map(Number) }), count))
  }
  return {
    features: vectors(outputs[names.features]),
    logits: names.logits === null ? null : vectors(outputs[names.logits]),
  }
}

function outputsOf({ outputNames }: RuntimeSession): { readonly features: string; readonly logits: string | null } {
  const features = outputNames.find((name) => name === 'features') ?? outputNames.find((name) => name !== 'logits')
  return { features: features ?? outputNames[0] ?? '', logits: outputNames.find((name) => name === 'logits') ?? null }
}

async function findRuntime(path: string): Promise<Runtime> {
  const missing: string[] = []
  for (const name of packages) {
    try {
      // A CommonJS package has its exports under `default` too, and some only there.
      const loaded = (await import(name)) as Partial<Runtime> & { readonly default?: Runtime }
      const runtime = loaded.InferenceSession === undefined ? loaded.default : (loaded as Runtime)
      if (runtime !== undefined) return runtime
    } catch (error) {
      missing.push(`${name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`)
    }
  }
  throw new GanymedeError('FEATURES_INVALID', `${path} is an ONNX file, and no ONNX runtime is installed`, {
    lines: missing,
    remedy: 'Install one beside Ganymede: npm install onnxruntime-node@1.30.0',
  })
}

async function explaining<T>(path: string, fn: () => Promise<T>): Promise<T> {
  try {
    return await fn()
  } catch (error) {
    if (error instanceof GanymedeError) throw error
    const text = error instanceof Error ? error.message : String(error)
    throw new GanymedeError('FEATURES_INVALID', `${path} cannot be used as an ONNX feature network`, {
      lines: text.split('\n').slice(0, 4),
      remedy: 'Check what images it takes: --input-size, --input-range, --input-channels.',
      cause: error,
    })
  }
}
