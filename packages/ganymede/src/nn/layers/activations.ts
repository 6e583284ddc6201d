/** Activation functions as layers. All map any shape to the same shape; training and evaluation do not differ. */

import { givenOptions } from '@ganymede/core'
import {
  elu,
  full,
  gelu,
  glu,
  hardtanh,
  leakyRelu,
  leakyRelu_,
  logSigmoid,
  mish,
  prelu,
  relu,
  relu_,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  type Tensor,
  tanh,
} from '@ganymede/torch'
import { requireIntegers } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Option of activations that can overwrite their input. */
export interface InPlaceOption {
  /**
   * Writes the result over the input and returns the input, which saves the memory of one activation; default false.
   * Refused by autograd when the layer before still needs what it put out (tanh, sigmoid, another activation).
   */
  readonly inPlace?: boolean | undefined
}

/**
 * Rectifier: max(x, 0).
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export class ReLU extends Module implements Layer {
  readonly inPlace: boolean

  constructor(options: InPlaceOption = {}) {
    super()
    const { inPlace = false } = givenOptions('ReLU', options, ['inPlace'])
    this.inPlace = inPlace
  }

  override forward(x: Tensor): Tensor {
    return this.inPlace ? relu_(x) : relu(x)
  }
}

/**
 * Leaky rectifier: x for x ≥ 0, slope · x below.
 *
 * @example
 * const y = new LeakyReLU(0.2).forward(randn([8, 64, 32, 32]))   // [8, 64, 32, 32]
 */
export class LeakyReLU extends Module implements Layer {
  readonly negativeSlope: number
  readonly inPlace: boolean

  /**
   * @param negativeSlope  default 0.01; discriminators usually take 0.2
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(negativeSlope = 0.01, options: InPlaceOption = {}) {
    super()
    const { inPlace = false } = givenOptions('LeakyReLU', options, ['inPlace'])
    this.negativeSlope = negativeSlope
    this.inPlace = inPlace
  }

  override forward(x: Tensor): Tensor {
    return this.inPlace ? leakyRelu_(x, this.negativeSlope) : leakyRelu(x, this.negativeSlope)
  }
}

/**
 * Leaky rectifier whose slope is learned. Owns `weight` `[numParameters]`, filled with `init`.
 *
 * @see He et al. 2015, "Delving Deep into Rectifiers"
 */
export class PReLU extends Module implements Layer {
  readonly weight: Tensor

  /**
   * @param numParameters  1 (default): one slope for all; or C: one per channel, the second axis of the input
   * @param options.init   initial slope; default 0.25
   * @throws TorchError `ARGUMENT_INVALID` for values out of range
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(numParameters = 1, options: { readonly init?: number | undefined } = {}) {
    super()
    const { init = 0.25 } = givenOptions('PReLU', options, ['init'])
    requireIntegers('PReLU', { numParameters })
    this.weight = this.parameter('weight', full([numParameters], init))
  }

  override forward(x: Tensor): Tensor {
    return prelu(x, this.weight)
  }
}

/** Exponential linear unit: x for x > 0, alpha · (eˣ − 1) below (Clevert et al. 2015). */
export class ELU extends Module implements Layer {
  readonly alpha: number

  /** @param alpha  minus the limit for x → −∞; default 1 */
  constructor(alpha = 1) {
    super()
    this.alpha = alpha
  }

  override forward(x: Tensor): Tensor {
    return elu(x, { alpha: this.alpha })
  }
}

/** Self-normalising exponential linear unit (Klambauer et al. 2017); no options. */
export class SELU extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return selu(x)
  }
}

/** Sigmoid-weighted linear unit, also called swish: x · σ(x). */
export class SiLU extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return silu(x)
  }
}

/** Gaussian error linear unit: x · Φ(x) (Hendrycks and Gimpel 2016). */
export class GELU extends Module implements Layer {
  readonly approximate: 'none' | 'tanh'

  /** @param approximate  `'none'` (default): exact; `'tanh'`: the approximation that some checkpoints were trained with */
  constructor(approximate: 'none' | 'tanh' = 'none') {
    super()
    this.approximate = approximate
  }

  override forward(x: Tensor): Tensor {
    return gelu(x, { approximate: this.approximate })
  }
}

/** Mish: x · tanh(softplus(x)) (Misra 2019). */
export class Mish extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return mish(x)
  }
}

/** Softplus: ln(1 + e^(beta·x)) / beta, a smooth rectifier. */
export class Softplus extends Module implements Layer {
  readonly beta: number
  readonly threshold: number

  /**
   * @param beta               sharpness; default 1
   * @param options.threshold  beta · x above which the result is x itself; default 20
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(beta = 1, options: { readonly threshold?: number | undefined } = {}) {
    super()
    const { threshold = 20 } = givenOptions('Softplus', options, ['threshold'])
    this.beta = beta
    this.threshold = threshold
  }

  override forward(x: Tensor): Tensor {
    return softplus(x, { beta: this.beta, threshold: this.threshold })
  }
}

/** Logistic function: 1 / (1 + e⁻ˣ), values in (0, 1). Losses of the toolkit take logits: leave it out before them. */
export class Sigmoid extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return sigmoid(x)
  }
}

/** Logarithm of the logistic function: −softplus(−x), without its overflow. */
export class LogSigmoid extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return logSigmoid(x)
  }
}

/** Hyperbolic tangent, values in (−1, 1): the end of generators, whose images live in [-1, 1]. */
export class Tanh extends Module implements Layer {
  override forward(x: Tensor): Tensor {
    return tanh(x)
  }
}

/** Clipped identity: x between `minVal` and `maxVal`, the nearer bound outside. */
export class Hardtanh extends Module implements Layer {
  readonly minVal: number
  readonly maxVal: number

  /** Bounds; default −1 and 1. */
  constructor(minVal = -1, maxVal = 1) {
    super()
    this.minVal = minVal
    this.maxVal = maxVal
  }

  override forward(x: Tensor): Tensor {
    return hardtanh(x, { minVal: this.minVal, maxVal: this.maxVal })
  }
}

/** Softmax: positive numbers that add up to 1 along an axis. */
export class Softmax extends Module implements Layer {
  readonly dim: number

  /** @param dim  the axis; negative counts from the end */
  constructor(dim: number) {
    super()
    this.dim = dim
  }

  override forward(x: Tensor): Tensor {
    return softmax(x, this.dim)
  }
}

/** Gated linear unit: a · σ(b) for the two halves a, b of an axis, which must have an even size; that axis is halved. */
export class GLU extends Module implements Layer {
  readonly dim: number

  /** @param dim  the axis; default −1, the last one */
  constructor(dim = -1) {
    super()
    this.dim = dim
  }

  override forward(x: Tensor): Tensor {
    return glu(x, this.dim)
  }
}
