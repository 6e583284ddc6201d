/** The small classifier that evaluation trains itself: convolutions with batch norm, one hidden layer, one score per class. */
import type { Generator, Tensor } from '@ganymede/torch'
import { ReLU } from '../../nn/layers/activations.js'
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Linear } from '../../nn/layers/linear.js'
import { MaxPool2d } from '../../nn/layers/pooling.js'
import { Flatten } from '../../nn/layers/shape.js'
import { Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'

/** Length of the hidden layer, whose values are the features. */
export const hiddenWidth = 128

const firstWidth = 16
const widest = 128
// Four positions a side are left for the hidden layer, or the last three of 28 pixels.
const smallestSide = 3

/** Size and number of what goes in and out. */
export interface ClassifierShape {
  readonly channels: 1 | 3
  readonly width: number
  readonly height: number
  readonly classes: number
}

/**
 * Maps images `[N, C, H, W]` in [-1, 1] to features and scores.
 *
 * As many blocks of convolution 3 x 3, batch norm, ReLU and halving as leave at least 3 positions a side, of 16, 32, 64 …
 * channels; then a hidden layer of 128 with ReLU, then one score per class.
 */
export class ClassifierNetwork extends Module {
  readonly #body: Sequential
  readonly #head: Linear

  constructor({ channels, width, height, classes }: ClassifierShape, rng: Generator) {
    super()
    const layers = []
    let [inputs, outputs, w, h] = [channels as number, firstWidth, width, height]
    while (Math.min(w, h) >= 2 * smallestSide) {
      layers.push(new Conv2d(inputs, outputs, { kernelSize: 3, padding: 1, bias: false, rng }))
      layers.push(new BatchNorm(outputs), new ReLU(), new MaxPool2d(2))
      ;[inputs, outputs, w, h] = [outputs, Math.min(widest, 2 * outputs), Math.floor(w / 2), Math.floor(h / 2)]
    }
    layers.push(new Flatten(), new Linear(inputs * w * h, hiddenWidth, { rng }), new ReLU())
    this.#body = this.child('body', new Sequential(layers))
    this.#head = this.child('head', new Linear(hiddenWidth, classes, { rng }))
  }

  /** @returns features `[N, 128]` and logits `[N, classes]` */
  override forward(x: Tensor): { readonly features: Tensor; readonly logits: Tensor } {
    const features = this.#body.forward(x)
    return { features, logits: this.#head.forward(features) }
  }
}
