/**
 * Encoder and decoder of the variational autoencoder (Kingma and Welling 2013, https://arxiv.org/abs/1312.6114): a
 * perceptron with the `state_dict` names fc1 … fc5, and a convolutional network. Both for images of any size, and both
 * can be told the class of each image (Sohn et al. 2015, "Learning Structured Output Representation using Deep
 * Conditional Generative Models").
 */
import { arange, cat, type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { ReLU } from '../../nn/layers/activations.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Embedding } from '../../nn/layers/embedding.js'
import { Linear } from '../../nn/layers/linear.js'
import { Flatten, Unflatten } from '../../nn/layers/shape.js'
import { type Layer, Module, type StateDict } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'

/** Mean and logarithm of the variance of q(z | x), each `[N, Z]`, float32. */
export interface Posterior {
  readonly mu: Tensor
  readonly logVar: Tensor
}

/** What a forward pass gives. */
export interface VaePass extends Posterior {
  /** `[N, Z]` */
  readonly z: Tensor
  /** Decoded pixels before the sigmoid, `[N, C, H, W]`, float32. */
  readonly logits: Tensor
}

/** Shape of images and latents. */
export interface VaeShape {
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly latentDim: number
  /** Classes that encoder and decoder are told; 0 or absent: none. */
  readonly classes?: number
}

// exp(20) and exp(-30) are far outside of what training visits, and far inside of float32.
const logVarRange = { min: -30, max: 20 }

/**
 * A network of both kinds: maps images `[N, C, H, W]` in [0, 1] and noise `[N, Z]`, with classes also labels `[N]`
 * (int64), to {@link VaePass}.
 *
 * What leaves it is float32, also where its layers run in bfloat16: densities are sums of many terms.
 */
export abstract class VaeNetwork extends Module {
  readonly shape: VaeShape
  /** 0 without. */
  readonly classes: number

  constructor(shape: VaeShape) {
    super()
    this.shape = shape
    this.classes = shape.classes ?? 0
  }

  /** @returns two tensors `[N, Z]` of any dtype: mean and unclamped log-variance */
  protected abstract encodeImages(x: Tensor, labels: Tensor | null): readonly [mu: Tensor, logVar: Tensor]
  /**
   * @param code  `[N, Z]`, with classes `[N, Z + K]`: the class as one-hot vector behind the latents
   * @returns `[N, C, H, W]` of any dtype
   */
  protected abstract decodeCode(code: Tensor): Tensor

  /**
   * @param x       `[N, C, H, W]` in [0, 1]
   * @param labels  `[N]`, int64; needed with classes, ignored without
   * @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels, `ARGUMENT_INVALID`
   *   without needed labels
   */
  encode(x: Tensor, labels: Tensor | null = null): Posterior {
    const { channels, height, width } = this.shape
    const [, c, h, w] = x.shape
    if (x.ndim !== 4 || c !== channels || h !== height || w !== width) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `VAE encoder: expected images [N, ${channels}, ${height}, ${width}], got [${x.shape.join(', ')}]`,
      )
    }
    const [mu, logVar] = this.encodeImages(x, this.#known(labels, 'encoder'))
    return { mu: float(mu), logVar: float(logVar).clamp(logVarRange) }
  }

  /**
   * @param z       `[N, Z]`
   * @param labels  `[N]`, int64; needed with classes, ignored without
   * @returns pixels before the sigmoid, `[N, C, H, W]`, float32
   * @throws TorchError `SHAPE_MISMATCH` when the latents have another length, `ARGUMENT_INVALID` without needed labels
   */
  decode(z: Tensor, labels: Tensor | null = null): Tensor {
    if (z.ndim !== 2 || z.shape[1] !== this.shape.latentDim) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `VAE decoder: expected latents [N, ${this.shape.latentDim}], got [${z.shape.join(', ')}]`,
      )
    }
    const known = this.#known(labels, 'decoder')
    return float(this.decodeCode(known === null ? z : cat([z, oneHot(known, this.classes)], 1)))
  }

  /** z = mu + eps · exp(logVar / 2): the head predicts the logarithm of the variance. */
  override forward(x: Tensor, eps: Tensor, labels: Tensor | null = null): VaePass {
    const { mu, logVar } = this.encode(x, labels)
    const z = mu.add(eps.mul(logVar.mul(0.5).exp()))
    return { mu, logVar, z, logits: this.decode(z, labels) }
  }

  #known(labels: Tensor | null, part: string): Tensor | null {
    if (this.classes === 0) return null
    if (labels !== null) return labels
    throw new TorchError('ARGUMENT_INVALID', `VAE ${part}: a conditional network needs labels [N]`)
  }
}

/** `[N]` to `[N, classes]`, float32. */
function oneHot(labels: Tensor, classes: number): Tensor {
  return labels
    .unsqueeze(1)
    .eq(arange(classes, { dtype: 'int64', device: labels.device }))
    .to({ dtype: 'float32' })
}

const float = (x: Tensor): Tensor => (x.dtype === 'float32' ? x : x.to({ dtype: 'float32' }))

/**
 * The perceptron: `fc1` D → hidden (ReLU), heads `fc2` (mean) and `fc3` (log-variance), `fc4` Z → hidden (ReLU),
 * `fc5` hidden → D, with D = C·H·W, row by row. Weights and biases start as U(±1/√inputs). With K classes `fc1` and
 * `fc4` have K inputs more, for the class as one-hot vector.
 */
export class MlpVae extends VaeNetwork {
  readonly fc1: Linear
  readonly fc2: Linear
  readonly fc3: Linear
  readonly fc4: Linear
  readonly fc5: Linear

  constructor(shape: VaeShape, hidden: number, rng: RandomStream) {
    super(shape)
    const pixels = shape.channels * shape.height * shape.width
    this.fc1 = this.child('fc1', new Linear(pixels + this.classes, hidden, { rng }))
    this.fc2 = this.child('fc2', new Linear(hidden, shape.latentDim, { rng }))
    this.fc3 = this.child('fc3', new Linear(hidden, shape.latentDim, { rng }))
    this.fc4 = this.child('fc4', new Linear(shape.latentDim + this.classes, hidden, { rng }))
    this.fc5 = this.child('fc5', new Linear(hidden, pixels, { rng }))
  }

  protected override encodeImages(x: Tensor, labels: Tensor | null): readonly [Tensor, Tensor] {
    const pixels = x.flatten(1)
    const input = labels === null ? pixels : cat([pixels, oneHot(labels, this.classes)], 1)
    const h = this.fc1.forward(input).relu() // [N, hidden]
    return [this.fc2.forward(h), this.fc3.forward(h)]
  }

  protected override decodeCode(code: Tensor): Tensor {
    const h = this.fc4.forward(code).relu() // [N, hidden]
    const { channels, height, width } = this.shape
    return this.fc5.forward(h).view([code.shape[0]!, channels, height, width])
  }

  /** PyTorch's `vae` example calls the same layers fc1, fc21, fc22, fc3, fc4. */
  override adoptNames(state: StateDict): StateDict {
    if (!state.has('fc21.weight')) return state
    const names: Readonly<Record<string, string>> = { fc21: 'fc2', fc22: 'fc3', fc3: 'fc4', fc4: 'fc5' }
    const renamed = (name: string) => name.replace(/^[^.]+/, (layer) => names[layer] ?? layer)
    return new Map([...state].map(([name, value]) => [renamed(name), value]))
  }
}

/**
 * The convolutional network: kernel 4, stride 2, ReLU until no side is above 7, then the two heads; the decoder mirrors
 * it. `width` channels after the first convolution, twice as many after each further one, at most eight times. With
 * classes the encoder sees one channel more: a learned picture of the class, `embedding`.
 */
export class ConvVae extends VaeNetwork {
  readonly embedding: Embedding | null
  readonly encoder: Sequential
  readonly fcMu: Linear
  readonly fcLogVar: Linear
  readonly decoder: Sequential

  constructor(shape: VaeShape, width: number, rng: RandomStream) {
    super(shape)
    const sides = halvings(shape.height, shape.width)
    const [height, across] = sides.at(-1)!
    const planes = shape.height * shape.width
    this.embedding = this.classes === 0 ? null : this.child('embedding', new Embedding(this.classes, planes, { rng }))
    const channels = [shape.channels, ...sides.slice(1).map((_, i) => width * Math.min(8, 2 ** i))]
    const features = channels.at(-1)! * height * across
    const halve = { kernelSize: 4, stride: 2, padding: 1, rng } as const
    const entering = (i: number) => channels[i]! + (i === 0 && this.embedding !== null ? 1 : 0)
    const down: Layer[] = channels.slice(1).flatMap((after, i) => [new Conv2d(entering(i), after, halve), new ReLU()])
    this.encoder = this.child('encoder', new Sequential([...down, new Flatten()]))
    this.fcMu = this.child('fc_mu', new Linear(features, shape.latentDim, { rng }))
    this.fcLogVar = this.child('fc_log_var', new Linear(features, shape.latentDim, { rng }))
    const up: Layer[] = [
      new Linear(shape.latentDim + this.classes, features, { rng }),
      new ReLU(),
      new Unflatten(1, [channels.at(-1)!, height, across]),
    ]
    for (let i = channels.length - 1; i > 0; i--) {
      const [h, w] = sides[i - 1]!
      // An odd side was rounded down on the way in.
      const outputPadding = [h % 2, w % 2] as const
      up.push(new ConvTranspose2d(channels[i]!, channels[i - 1]!, { ...halve, outputPadding }))
      if (i > 1) up.push(new ReLU())
    }
    this.decoder = this.child('decoder', new Sequential(up))
  }

  protected override encodeImages(x: Tensor, labels: Tensor | null): readonly [Tensor, Tensor] {
    const features = this.encoder.forward(this.#withClass(x, labels))
    return [this.fcMu.forward(features), this.fcLogVar.forward(features)]
  }

  #withClass(x: Tensor, labels: Tensor | null): Tensor {
    if (this.embedding === null || labels === null) return x
    const [n = 0, , h = 0, w = 0] = x.shape
    return cat([x, this.embedding.forward(labels).view([n, 1, h, w])], 1)
  }

  protected override decodeCode(code: Tensor): Tensor {
    return this.decoder.forward(code)
  }
}

/** Sides from the image's own to the smallest: `[[28, 28], [14, 14], [7, 7]]`. At least one halving. */
function halvings(height: number, width: number): (readonly [number, number])[] {
  const sides: (readonly [number, number])[] = [[height, width]]
  for (;;) {
    const [h, w] = sides.at(-1)!
    if ((Math.max(h, w) <= 7 && sides.length > 1) || Math.min(h, w) < 2) return sides
    sides.push([Math.floor(h / 2), Math.floor(w / 2)])
  }
}
