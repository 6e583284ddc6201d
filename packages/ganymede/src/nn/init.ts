/**
 * Initialisers: fill a tensor in place from a distribution, with the names, defaults and draws of `torch.nn.init`. A weight
 * without elements is returned as it is: its fan of 0 would make bounds infinite.
 */

import { givenOptions } from '@ganymede/core'
import { empty, type Generator, linalgQr, noGrad, scope, type Tensor, TorchError } from '@ganymede/torch'
import { requireTensors } from './given-tensors.js'

/** Where random numbers come from. */
export interface RandomOptions {
  /** Stream to draw from, on the device of the tensor; default: libtorch's default generator (`manualSeed`). */
  readonly rng?: Generator | undefined
}

/** Nonlinearity that follows a layer, for {@link calculateGain}. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu'

/** Whether the variance is kept in the forward pass (`fanIn`) or in the backward pass (`fanOut`). */
export type FanMode = 'fanIn' | 'fanOut'

/**
 * Normal distribution N(mean, std²).
 *
 * @param options.mean  default 0
 * @param options.std   default 1
 * @returns `value`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function normal_(
  value: Tensor,
  options: { readonly mean?: number; readonly std?: number } & RandomOptions = {},
): Tensor {
  const { mean = 0, std = 1, rng } = givenOptions('normal_', options, ['mean', 'std', 'rng'])
  requireTensors('normal_', { value })
  return noGrad(() => value.normal_(mean, std, { generator: rng }))
}

/**
 * Uniform distribution U(from, to).
 *
 * @param options.from  lower bound; default 0
 * @param options.to    upper bound; default 1
 * @returns `value`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function uniform_(
  value: Tensor,
  options: { readonly from?: number; readonly to?: number } & RandomOptions = {},
): Tensor {
  const { from = 0, to = 1, rng } = givenOptions('uniform_', options, ['from', 'to', 'rng'])
  requireTensors('uniform_', { value })
  return noGrad(() => value.uniform_(from, to, { generator: rng }))
}

/** One number everywhere. @returns `value` */
export function constant_(value: Tensor, number: number): Tensor {
  requireTensors('constant_', { value })
  return noGrad(() => value.fill_(number))
}

/** @returns `value`, all zeros */
export function zeros_(value: Tensor): Tensor {
  return constant_(value, 0)
}

/** @returns `value`, all ones */
export function ones_(value: Tensor): Tensor {
  return constant_(value, 1)
}

/**
 * Number of inputs and outputs that one element of a weight connects.
 *
 *     fanIn = shape[1] · receptive field,   fanOut = shape[0] · receptive field
 *
 * For transposed convolutions, whose weight is `[in, out, kH, kW]`, the two are swapped, as in PyTorch.
 *
 * @param weight  two or more dimensions
 * @throws TorchError `SHAPE_MISMATCH` for fewer dimensions
 */
export function fans(weight: Tensor): { readonly fanIn: number; readonly fanOut: number } {
  const [first, second, ...kernel] = weight.shape
  if (first === undefined || second === undefined) {
    throw new TorchError('SHAPE_MISMATCH', `fans: expected a weight of two or more dimensions, got ${weight.ndim}`)
  }
  const field = kernel.reduce((product, size) => product * size, 1)
  return { fanIn: second * field, fanOut: first * field }
}

/**
 * Factor by which a nonlinearity shrinks the standard deviation, to make up for: relu √2, tanh 5/3, selu 3/4,
 * leaky relu √(2 / (1 + slope²)), others 1.
 *
 * @param slope  of the negative part of the leaky relu; default 0.01
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  if (nonlinearity === 'tanh') return 5 / 3
  if (nonlinearity === 'relu') return Math.sqrt(2)
  if (nonlinearity === 'leakyRelu') return Math.sqrt(2 / (1 + slope ** 2))
  return nonlinearity === 'selu' ? 3 / 4 : 1
}

/**
 * Xavier uniform: U(−b, b) with b = gain · √(6 / (fanIn + fanOut)).
 *
 * @param options.gain  default 1; see {@link calculateGain}
 * @returns `weight`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks"
 */
export function xavierUniform_(weight: Tensor, options: { readonly gain?: number } & RandomOptions = {}): Tensor {
  const { gain = 1, rng } = givenOptions('xavierUniform_', options, ['gain', 'rng'])
  requireTensors('xavierUniform_', { weight })
  if (weight.numel === 0) return weight
  const { fanIn, fanOut } = fans(weight)
  const bound = Math.sqrt(3) * gain * Math.sqrt(2 / (fanIn + fanOut))
  return uniform_(weight, { from: -bound, to: bound, rng })
}

/**
 * Xavier normal: N(0, gain² · 2 / (fanIn + fanOut)); see {@link xavierUniform_}.
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function xavierNormal_(weight: Tensor, options: { readonly gain?: number } & RandomOptions = {}): Tensor {
  const { gain = 1, rng } = givenOptions('xavierNormal_', options, ['gain', 'rng'])
  requireTensors('xavierNormal_', { weight })
  if (weight.numel === 0) return weight
  const { fanIn, fanOut } = fans(weight)
  return normal_(weight, { std: gain * Math.sqrt(2 / (fanIn + fanOut)), rng })
}

/** Options of the Kaiming initialisers. */
export interface KaimingOptions extends RandomOptions {
  /** Negative slope of the leaky relu that follows; default 0, a plain relu. */
  readonly a?: number
  /** Default `'fanIn'`. */
  readonly mode?: FanMode
  /** Default `'leakyRelu'`. */
  readonly nonlinearity?: Nonlinearity
}

function kaimingStd(name: string, weight: Tensor, options: KaimingOptions): number {
  const {
    a = 0,
    mode = 'fanIn',
    nonlinearity = 'leakyRelu',
  } = givenOptions(name, options, ['a', 'mode', 'nonlinearity', 'rng'])
  requireTensors(name, { weight })
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(weight)[mode])
}

/**
 * Kaiming uniform: U(−b, b) with b = √3 · gain / √fan.
 *
 * @returns `weight`
 * @see He et al. 2015, "Delving Deep into Rectifiers"
 */
export function kaimingUniform_(weight: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingStd('kaimingUniform_', weight, options)
  return weight.numel === 0 ? weight : uniform_(weight, { from: -bound, to: bound, rng: options.rng })
}

/** Kaiming normal: N(0, gain² / fan); see {@link kaimingUniform_}. */
export function kaimingNormal_(weight: Tensor, options: KaimingOptions = {}): Tensor {
  const std = kaimingStd('kaimingNormal_', weight, options)
  return weight.numel === 0 ? weight : normal_(weight, { std, rng: options.rng })
}

/**
 * Orthogonal matrix: rows (or columns, where there are fewer) are orthonormal, then scaled.
 *
 * @param weight        `[rows, …]`, taken as a matrix `[rows, rest]`
 * @param options.gain  default 1
 * @returns `weight`
 * @throws TorchError `SHAPE_MISMATCH` for fewer than two dimensions
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Saxe et al. 2013, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
 */
export function orthogonal_(weight: Tensor, options: { readonly gain?: number } & RandomOptions = {}): Tensor {
  const { gain = 1, rng } = givenOptions('orthogonal_', options, ['gain', 'rng'])
  requireTensors('orthogonal_', { weight })
  const rows = weight.shape[0] ?? 0
  if (weight.ndim < 2) {
    throw new TorchError('SHAPE_MISMATCH', `orthogonal_: expected two or more dimensions, got ${weight.ndim}`)
  }
  if (weight.numel === 0) return weight
  const columns = weight.numel / rows
  return noGrad(() =>
    scope('orthogonal', () => {
      const drawn = empty([rows, columns], { dtype: weight.dtype, device: weight.device }).normal_(0, 1, {
        generator: rng,
      })
      const [q, r] = linalgQr(rows < columns ? drawn.t() : drawn)
      // The sign makes the distribution uniform over the orthogonal group (Mezzadri 2006, arXiv math-ph/0609050).
      const uniform = q.mul(r.diag().sign())
      return weight.copy_((rows < columns ? uniform.t() : uniform).reshape(weight.shape)).mul_(gain)
    }),
  )
}

/**
 * @internal Weight of a layer as PyTorch draws it: Kaiming uniform with a = √5, which is U(−1/√fanIn, 1/√fanIn).
 * Made on the device of the stream.
 */
export function layerWeight(shape: readonly number[], rng: Generator | undefined): Tensor {
  return kaimingUniform_(unfilled(shape, rng), { a: Math.sqrt(5), rng })
}

/** @internal Bias of a layer as PyTorch draws it: U(−1/√fanIn, 1/√fanIn) with the fan of its weight. */
export function layerBias(size: number, weight: Tensor, rng: Generator | undefined): Tensor {
  const { fanIn } = fans(weight)
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0
  return uniform_(unfilled([size], rng), { from: -bound, to: bound, rng })
}

/** @internal Memory for a parameter, to be filled by an initialiser. */
export function unfilled(shape: readonly number[], rng?: Generator | undefined): Tensor {
  return empty(shape, { device: rng?.device ?? 'cpu' })
}
