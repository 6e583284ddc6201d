/**
 * Encoder and decoder of the variational autoencoder (Kingma and Welling 2013, https://arxiv.org/abs/1312.6114): a
 * perceptron with the `state_dict` names fc1 … fc5, and a convolutional network. Both for images of any size.
 */
import { type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { ReLU } from '../../nn/activations.js'
import { ConvTranspose2d } from '../../nn/conv-transpose2d.js'
import { Conv2d } from '../../nn/conv2d.js'
import { Linear } from '../../nn/linear.js'
import { type Layer, Module, type StateDict } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'
import { Flatten, Unflatten } from '../../nn/shape.js'

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
}

// exp(20) and exp(-30) are far outside of what training visits, and far inside of float32.
const logVarRange = { min: -30, max: 20 }

/**
 * A network of both kinds: maps images `[N, C, H, W]` in [0, 1] and noise `[N, Z]` to {@link VaePass}.
 *
 * What leaves it is float32, also where its layers run in bfloat16: densities are sums of many terms.
 */
export abstract class VaeNetwork extends Module {
  readonly shape: VaeShape

  constructor(shape: VaeShape) {
    super()
    this.shape = shape
  }

  /** @returns two tensors `[N, Z]` of any dtype: mean and unclamped log-variance */
  protected abstract encodeImages(x: Tensor): readonly [mu: Tensor, logVar: Tensor]
  /** @returns `[N, C, H, W]` of any dtype */
  protected abstract decodeLatents(z: Tensor): Tensor

  /**
   * @param x  `[N, C, H, W]` in [0, 1]
   * @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels
   */
  encode(x: Tensor): Posterior {
    const { channels, height, width } = this.shape
    const [, c, h, w] = x.shape
    if (x.ndim !== 4 || c !== channels || h !== height || w !== width) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `VAE encoder: expected images [N, ${channels}, ${height}, ${width}], got [${x.shape.join(', ')}]`,
      )
    }
    const [mu, logVar] = this.encodeImages(x)
    return { mu: float(mu), logVar: float(logVar).clamp(logVarRange) }
  }

  /**
   * @param z  `[N, Z]`
   * @returns pixels before the sigmoid, `[N, C, H, W]`, float32
   * @throws TorchError `SHAPE_MISMATCH` when the latents have another length
   */
  decode(z: Tensor): Tensor {
    if (z.ndim !== 2 || z.shape[1] !== this.shape.latentDim) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `VAE decoder: expected latents [N, ${this.shape.latentDim}], got [${z.shape.join(', ')}]`,
      )
    }
    return float(this.decodeLatents(z))
  }

  /** z = mu + eps · exp(logVar / 2): the head predicts the logarithm of the variance. */
  override forward(x: Tensor, eps: Tensor): VaePass {
    const { mu, logVar } = this.encode(x)
    const z = mu.add(eps.mul(logVar.mul(0.5).exp()))
    return { mu, logVar, z, logits: this.decode(z) }
  }
}

const float = (x: Tensor): Tensor => (x.dtype === 'float32' ? x : x.to({ dtype: 'float32' }))

/**
 * The perceptron: `fc1` D → hidden (ReLU), heads `fc2` (mean) and `fc3` (log-variance), `fc4` Z → hidden (ReLU),
 * `fc5` hidden → D, with D = C·H·W, row by row. Weights and biases start as U(±1/√inputs).
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
    this.fc1 = this.child('fc1', new Linear(pixels, hidden, { rng }))
    this.fc2 = this.child('fc2', new Linear(hidden, shape.latentDim, { rng }))
    this.fc3 = this.child('fc3', new Linear(hidden, shape.latentDim, { rng }))
    this.fc4 = this.child('fc4', new Linear(shape.latentDim, hidden, { rng }))
    this.fc5 = this.child('fc5', new Linear(hidden, pixels, { rng }))
  }

  protected override encodeImages(x: Tensor): readonly [Tensor, Tensor] {
    const h = this.fc1.forward(x.flatten(1)).relu() // [N, hidden]
    return [this.fc2.forward(h), this.fc3.forward(h)]
  }

  protected override decodeLatents(z: Tensor): Tensor {
    const h = this.fc4.forward(z).relu() // [N, hidden]
    const { channels, height, width } = this.shape
    return this.fc5.forward(h).view([z.shape[0]!, channels, height, width])
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
 * it. `width` channels after the first convolution, twice as many after each further one, at most eight times.
 */
export class ConvVae extends VaeNetwork {
  readonly encoder: Sequential
  readonly fcMu: Linear
  readonly fcLogVar: Linear
  readonly decoder: Sequential

  constructor(shape: VaeShape, width: number, rng: RandomStream) {
    super(shape)
    const sides = halvings(shape.height, shape.width)
    const [height, across] = sides.at(-1)!
    const channels = [shape.channels, ...sides.slice(1).map((_, i) => width * Math.min(8, 2 ** i))]
    const features = channels.at(-1)! * height * across
    const halve = { kernelSize: 4, stride: 2, padding: 1, rng } as const
    const down: Layer[] = channels.slice(1).flatMap((after, i) => [new Conv2d(channels[i]!, after, halve), new ReLU()])
    this.encoder = this.child('encoder', new Sequential([...down, new Flatten()]))
    this.fcMu = this.child('fc_mu', new Linear(features, shape.latentDim, { rng }))
    this.fcLogVar = this.child('fc_log_var', new Linear(features, shape.latentDim, { rng }))
    const up: Layer[] = [
      new Linear(shape.latentDim, features, { rng }),
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

  protected override encodeImages(x: Tensor): readonly [Tensor, Tensor] {
    const features = this.encoder.forward(x)
    return [this.fcMu.forward(features), this.fcLogVar.forward(features)]
  }

  protected override decodeLatents(z: Tensor): Tensor {
    return this.decoder.forward(z)
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
