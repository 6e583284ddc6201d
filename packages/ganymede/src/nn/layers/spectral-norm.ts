/** Spectral normalisation of weights (Miyato et al. 2018, https://arxiv.org/abs/1802.05957). */

import { givenOptions } from '@ganymede/core'
import { autocast, type Generator, noGrad, randn, scope, type Tensor } from '@ganymede/torch'
import { requireModule } from '../given-tensors.js'
import { requireIntegers, requireRange } from '../layer-options.js'
import { ConvTranspose2d } from './conv-transpose2d.js'
import type { Conv2d } from './conv2d.js'
import type { Embedding } from './embedding.js'
import type { Linear } from './linear.js'

/** Options of {@link spectralNorm}. */
export interface SpectralNormOptions {
  /** Power iterations per forward pass in training; default 1. More follow fast changes of the weight more closely. */
  readonly powerIterations?: number | undefined
  /** Smallest norm by which a vector is divided; default 1e-12. */
  readonly eps?: number | undefined
  /** Stream for the first vectors; default: libtorch's default generator. */
  readonly rng?: Generator | undefined
}

/**
 * Makes a layer use its weight divided by its largest singular value, which bounds the layer's Lipschitz constant by 1.
 *
 *     weight = weight_orig / σ,   σ = uᵀ W v,   W = weight_orig as a matrix [outputs, rest]
 *
 * u and v are estimates of the singular vectors. In training every forward pass improves them by power iteration,
 * v ← Wᵀu / ‖Wᵀu‖, u ← Wv / ‖Wv‖, before it uses them; in evaluation they stay. Gradients flow through σ as well, with u
 * and v held constant; second derivatives are correct.
 *
 * The parameter `weight` is called `weight_orig` afterwards, and there are buffers `weight_u` `[outputs]` and `weight_v`
 * `[rest]`, as `torch.nn.utils.spectral_norm` names them, so that checkpoints load. u and v start as normalised draws
 * from N(0, 1). Initialise the weight before or after: `layer.weight` is the original outside forward passes.
 *
 * @param layer  changed in place; for transposed convolutions the outputs are the second axis of the weight
 * @returns `layer`
 * @throws TorchError `ARGUMENT_INVALID` when the layer is normalised already
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const conv = spectralNorm(new Conv2d(3, 64, { kernelSize: 3, padding: 1 }))
 */
export function spectralNorm<L extends Linear | Conv2d | ConvTranspose2d | Embedding>(
  layer: L,
  options: SpectralNormOptions = {},
): L {
  const {
    powerIterations = 1,
    eps = 1e-12,
    rng,
  } = givenOptions('spectralNorm', options, ['powerIterations', 'eps', 'rng'])
  requireModule('spectralNorm', 'layer', layer)
  requireIntegers('spectralNorm', { powerIterations })
  requireRange('spectralNorm', 'eps', eps, 0, Number.MAX_VALUE)
  const original = layer.weight
  const outputAxis = layer instanceof ConvTranspose2d ? 1 : 0
  const { u, v } = scope('spectral-norm', () => noGrad(() => startVectors(asMatrix(original, outputAxis), eps, rng)))
  layer.reparametrise('weight', {
    storedAs: 'weight_orig',
    buffers: { weight_u: u, weight_v: v },
    around: (run) =>
      scope('spectral-norm', () => {
        layer.weight = inFullPrecision(original, () => {
          const matrix = asMatrix(original, outputAxis)
          if (layer.training) noGrad(() => iterate(matrix, u, v, powerIterations, eps))
          // The graph needs u and v as they are now: the next forward pass overwrites them.
          return original.div(matrix.mv(v.clone()).dot(u.clone()))
        })
        try {
          return run()
        } finally {
          layer.weight = original
        }
      }),
  })
  return layer
}

// Autocast would round the products on CUDA, and σ with them.
function inFullPrecision(weight: Tensor, fn: () => Tensor): Tensor {
  return autocast({ device: weight.device.split(':')[0] ?? 'cpu', enabled: false }, fn)
}

function asMatrix(weight: Tensor, outputAxis: number): Tensor {
  return (outputAxis === 0 ? weight : weight.transpose(0, outputAxis)).flatten(1)
}

function startVectors(matrix: Tensor, eps: number, generator: Generator | undefined): { u: Tensor; v: Tensor } {
  const [outputs = 0, rest = 0] = matrix.shape
  const draw = (size: number) => normalised(randn([size], { generator, device: generator?.device ?? 'cpu' }), eps)
  return { u: draw(outputs), v: draw(rest) }
}

function iterate(matrix: Tensor, u: Tensor, v: Tensor, times: number, eps: number): void {
  for (let i = 0; i < times; i++) {
    v.copy_(normalised(matrix.t().mv(u), eps))
    u.copy_(normalised(matrix.mv(v), eps))
  }
}

function normalised(vector: Tensor, eps: number): Tensor {
  return vector.div(vector.linalgVectorNorm().clampMin(eps))
}
