/**
 * Conditional GAN of two perceptrons (Mirza and Osindero 2014, https://arxiv.org/abs/1411.1784): a learned vector for the
 * class is appended to the noise in G, and to the pixels in D.
 */
import { cat, type Generator as RandomStream, type Tensor } from '@ganymede/torch'
import { LeakyReLU, Tanh } from '../../nn/layers/activations.js'
import { Dropout } from '../../nn/layers/dropout.js'
import { Embedding } from '../../nn/layers/embedding.js'
import { Linear } from '../../nn/layers/linear.js'
import { type Layer, Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'

/** What both networks of either kind are made for. */
export interface CganShape {
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly latentDim: number
  readonly classes: number
  /** Length of the learned vector of a class. */
  readonly embedDim: number
}

const leaky = (): Layer => new LeakyReLU(0.2)

/**
 * Maps noise `[N, Z]` and classes `[N]` to images `[N, C, H, W]` in [-1, 1]: layers of h, 2h and 4h units with LeakyReLU
 * 0.2, tanh at the end. The input is noise first, then `label_emb` of the class.
 */
export class CganMlpGenerator extends Module {
  readonly shape: CganShape
  readonly labelEmb: Embedding
  readonly model: Sequential

  constructor(shape: CganShape, hidden: number, rng: RandomStream) {
    super()
    const { channels, height, width, latentDim, classes, embedDim } = shape
    this.shape = shape
    this.labelEmb = this.child('label_emb', new Embedding(classes, embedDim, { rng }))
    this.model = this.child(
      'model',
      new Sequential([
        new Linear(latentDim + embedDim, hidden, { rng }),
        leaky(),
        new Linear(hidden, 2 * hidden, { rng }),
        leaky(),
        new Linear(2 * hidden, 4 * hidden, { rng }),
        leaky(),
        new Linear(4 * hidden, channels * height * width, { rng }),
        new Tanh(),
      ]),
    )
  }

  override forward(z: Tensor, labels: Tensor): Tensor {
    const { channels, height, width } = this.shape
    const pixels = this.model.forward(cat([z, this.labelEmb.forward(labels)], 1)) // [N, C·H·W]
    return pixels.view([z.shape[0]!, channels, height, width])
  }
}

/**
 * Maps images `[N, C, H, W]` and classes `[N]` to logits `[N]`: layers of 4h, 2h and h units with LeakyReLU 0.2 and
 * dropout. The input is pixels first, then this network's own `label_emb` of the class.
 *
 * In training, dropout draws from the device's default generator; in evaluation it does nothing.
 */
export class CganMlpDiscriminator extends Module {
  readonly labelEmb: Embedding
  readonly model: Sequential

  constructor(shape: CganShape, hidden: number, dropout: number, rng: RandomStream) {
    super()
    const { channels, height, width, classes, embedDim } = shape
    this.labelEmb = this.child('label_emb', new Embedding(classes, embedDim, { rng }))
    this.model = this.child(
      'model',
      new Sequential([
        new Linear(channels * height * width + embedDim, 4 * hidden, { rng }),
        leaky(),
        new Dropout(dropout),
        new Linear(4 * hidden, 2 * hidden, { rng }),
        leaky(),
        new Dropout(dropout),
        new Linear(2 * hidden, hidden, { rng }),
        leaky(),
        new Dropout(dropout),
        new Linear(hidden, 1, { rng }),
      ]),
    )
  }

  override forward(images: Tensor, labels: Tensor): Tensor {
    const input = cat([images.flatten(1), this.labelEmb.forward(labels)], 1) // [N, C·H·W + E]
    // Only the last axis goes: a batch of one keeps its own.
    return this.model.forward(input).squeezeDims([1])
  }
}
