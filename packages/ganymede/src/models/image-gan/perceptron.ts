/** The fully connected networks of the WGAN authors: three hidden layers of ReLU units, `main.0` to `main.6`. */
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { ReLU } from '../../nn/layers/activations.js'
import { Linear } from '../../nn/layers/linear.js'
import { Sequential } from '../../nn/sequential.js'
import { ImageDiscriminator, ImageGenerator, type NetworkShape, requireImages, requireLatents } from './networks.js'

function perceptron(inputs: number, hidden: number, outputs: number, rng: RandomStream): Sequential {
  const linear = (from: number, to: number) => new Linear(from, to, { rng })
  const [first, second, third] = [linear(inputs, hidden), linear(hidden, hidden), linear(hidden, hidden)]
  return new Sequential([first, new ReLU(), second, new ReLU(), third, new ReLU(), linear(hidden, outputs)])
}

/** Maps latents `[N, Z]` to images. Nothing bounds them: values outside [-1, 1] come out as they are. */
export class PerceptronGenerator extends ImageGenerator {
  readonly main: Sequential
  readonly latentDim: number
  readonly image: readonly [channels: number, height: number, width: number]

  constructor({ size, channels, latentDim, widthG }: NetworkShape, rng: RandomStream) {
    super()
    this.latentDim = latentDim
    this.image = [channels, size, size]
    this.main = this.child('main', perceptron(latentDim, widthG, channels * size * size, rng))
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the latents have another length */
  override forward(z: Tensor): Tensor {
    requireLatents(z, this.latentDim)
    return this.main.forward(z.flatten(1)).reshape([-1, ...this.image])
  }
}

/** Maps images to one score each, `[N]`. */
export class PerceptronDiscriminator extends ImageDiscriminator {
  readonly main: Sequential
  readonly size: number
  readonly channels: number

  constructor({ size, channels, widthD }: NetworkShape, rng: RandomStream) {
    super()
    this.size = size
    this.channels = channels
    this.main = this.child('main', perceptron(channels * size * size, widthD, 1, rng))
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have another size or number of channels */
  override forward(images: Tensor): Tensor {
    requireImages(images, this.size, this.channels)
    return this.main.forward(images.flatten(1)).flatten() // [N]
  }
}
