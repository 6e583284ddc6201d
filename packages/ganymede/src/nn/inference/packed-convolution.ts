/**
 * Convolutions of oneDNN on weights that were put into its own order once. The ordinary convolution does that anew on every
 * call, which for one image costs more than the products of deep layers. Images come out channels-last.
 */
import { cpuFeatures, keep, raw, scope, type Tensor, TorchError } from '@ganymede/torch'
import { ConvTranspose2d } from '../layers/conv-transpose2d.js'
import type { Conv2d } from '../layers/conv2d.js'
import type { LayerWeights } from './fold-normalisation.js'

/** In which products are made. */
export type PackedPrecision = 'float32' | 'bfloat16'

const failed = new Set<PackedPrecision>()

/** Whether convolutions can be packed: on the CPUs that oneDNN's order was measured on, by a libtorch that has it. */
export function canPack(device: string, precision: PackedPrecision): boolean {
  if (device !== 'cpu' || process.arch !== 'x64' || failed.has(precision)) return false
  if (precision === 'float32') return true
  const { amxBf16, avx512Bf16 } = cpuFeatures()
  return amxBf16 || avx512Bf16
}

/** A convolution, transposed or not, on packed weights. */
export class PackedConvolution {
  readonly #layer: Conv2d | ConvTranspose2d
  readonly #padding: readonly [number, number]
  readonly #weight: Tensor
  readonly #bias: Tensor | null

  private constructor(
    layer: Conv2d | ConvTranspose2d,
    padding: readonly [number, number],
    { weight, bias }: LayerWeights,
  ) {
    this.#layer = layer
    this.#padding = padding
    this.#weight = keep(weight)
    this.#bias = bias === null ? null : keep(bias)
  }

  /**
   * Packs weights; they may be freed afterwards.
   *
   * @param layer    whose shape is taken
   * @param weights  of one dtype, in which the products are made
   * @param x        `[N, C, H, W]`: the best order depends on the image, but any is right for all, so the first decides
   * @returns null where libtorch cannot; {@link canPack} says no from then on
   */
  static from(layer: Conv2d | ConvTranspose2d, weights: LayerWeights, x: Tensor): PackedConvolution | null {
    const { stride, dilation, groups } = layer
    const padding = paddingOf(layer)
    try {
      return scope('pack', () => {
        const weight =
          layer instanceof ConvTranspose2d
            ? raw('mkldnn::_reorder_convolution_transpose_weight')(
                ...[weights.weight, padding, layer.outputPadding, stride, dilation, groups, x.shape],
              )
            : raw('mkldnn::_reorder_convolution_weight')(weights.weight, padding, stride, dilation, groups, x.shape)
        const bias = weights.bias === null ? null : weights.bias.clone()
        return new PackedConvolution(layer, padding, { weight: weight as Tensor, bias })
      })
    } catch (error) {
      // A libtorch without oneDNN, or a CPU without the products of this dtype.
      if (!(error instanceof TorchError)) throw error
      failed.add(weights.weight.dtype as PackedPrecision)
      return null
    }
  }

  /** @param x  `[N, C, H, W]` of the weights' dtype, for which {@link suits} holds */
  forward(x: Tensor): Tensor {
    const { stride, dilation, groups } = this.#layer
    if (this.#layer instanceof ConvTranspose2d) {
      const run = raw('mkldnn::_convolution_transpose_pointwise')
      return run(
        ...[x, this.#weight, this.#bias, this.#padding, this.#layer.outputPadding, stride, dilation, groups],
        ...['none', [], ''],
      ) as Tensor
    }
    const run = raw('mkldnn::_convolution_pointwise')
    return run(x, this.#weight, this.#bias, this.#padding, stride, dilation, groups, 'none', [], '') as Tensor
  }

  dispose(): void {
    this.#weight.dispose()
    this.#bias?.dispose()
  }
}

/** Zeros around the image; other paddings are added before the convolution. */
function paddingOf(layer: Conv2d | ConvTranspose2d): readonly [number, number] {
  return layer instanceof ConvTranspose2d || layer.paddingMode === 'zeros' ? layer.padding : [0, 0]
}

/** Whether a packed convolution takes `x`. What an ordinary one refuses is left to it: it says so in its own words. */
export function suits(layer: Conv2d | ConvTranspose2d, x: Tensor): boolean {
  if (x.ndim !== 4 || x.numel === 0 || x.shape[1] !== layer.inChannels) return false
  if (layer instanceof ConvTranspose2d) return true
  const padding = paddingOf(layer)
  return layer.kernelSize.every((kernel, axis) => {
    const side = (x.shape[2 + axis] ?? 0) + 2 * (padding[axis] ?? 0)
    return side > (layer.dilation[axis] ?? 1) * (kernel - 1)
  })
}
