/** From bytes to what a feature network takes: channels, size, range. Every choice is named, because numbers depend on it. */
import { cat, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { type ResizeFilter, resizeImages } from './resize.js'

/**
 * How images are resized: `clean` is Pillow's antialiased bicubic, clipped (clean-fid), `legacy-tf` TensorFlow 1's and
 * `legacy-torch` PyTorch's bilinear without antialiasing, `bilinear` the antialiased one, `none` leaves the size.
 */
export type Resizer = 'clean' | 'legacy-tf' | 'legacy-torch' | 'bilinear' | 'none'

const filterOf: Readonly<Record<Exclude<Resizer, 'none'>, ResizeFilter>> = {
  clean: 'bicubic-antialias',
  'legacy-tf': 'tf1-bilinear',
  'legacy-torch': 'bilinear',
  bilinear: 'bilinear-antialias',
}

/** Values that a network wants, as `(x / 255 − mean) / std` per channel. */
interface Range {
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

const ranges = {
  '0..255': { mean: [0], std: [1 / 255] },
  '0..1': { mean: [0], std: [1] },
  '-1..1': { mean: [0.5], std: [0.5] },
  // (x − 128) / 128, which is not quite -1..1
  tensorflow: { mean: [128 / 255], std: [128 / 255] },
  // Also what LPIPS gives for values in -1..1: shift (-.030, -.088, -.188), scale (.458, .448, .450)
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  mnist: { mean: [0.1307], std: [0.3081] },
} as const satisfies Readonly<Record<string, Range>>

export type InputRange = keyof typeof ranges

/** How images are brought to a network. */
export interface ImageInput {
  /** Grey images are repeated for 3; colour images become luma (ITU-R BT.601) for 1. */
  readonly channels: 1 | 3
  /** Null: the size that images have. */
  readonly size: { readonly width: number; readonly height: number } | null
  readonly resizer: Resizer
  readonly range: InputRange
}

/** One line that says how images are brought to a network; a part of every card: `rgb 299x299 clean -1..1`. */
export function describeInput({ channels, size, resizer, range }: ImageInput): string {
  const form = size === null ? 'as is' : `${size.width}x${size.height} ${resizer}`
  return `${channels === 3 ? 'rgb' : 'grey'} ${form} ${range}`
}

/**
 * Brings images to a network: channels, then size, then range, in float32, without rounding in between.
 *
 * @param images  `[N, C, H, W]`, values 0…255, any dtype, C 1 or 3
 * @returns `[N, input.channels, height, width]`, float32
 */
export function preprocess(images: Tensor, { channels, size, resizer, range }: ImageInput): Tensor {
  return scope('preprocess', () =>
    noGrad(() => {
      const coloured = toChannels(images.to({ dtype: 'float32' }), channels)
      const resized = size === null || resizer === 'none' ? coloured : resize(coloured, size, resizer)
      return toRange(resized, ranges[range])
    }),
  )
}

function resize(images: Tensor, size: { readonly width: number; readonly height: number }, resizer: Resizer): Tensor {
  if (resizer === 'none') return images
  const resized = resizeImages(images, size, filterOf[resizer])
  // A cubic filter overshoots at edges; images with values that no file can hold are not what the network knows.
  return resizer === 'clean' ? resized.clamp({ min: 0, max: 255 }) : resized
}

function toChannels(images: Tensor, channels: 1 | 3): Tensor {
  const from = images.shape[1]
  if (from === channels) return images
  if (channels === 3) return cat([images, images, images], 1)
  const luma = tensor([0.299, 0.587, 0.114], { shape: [1, 3, 1, 1], device: images.device })
  return images.mul(luma).sum(1, { keepdim: true })
}

function toRange(images: Tensor, { mean, std }: Range): Tensor {
  const { device } = images
  const perChannel = (values: readonly number[]): Tensor =>
    tensor(Float32Array.from(values), { shape: [1, values.length, 1, 1], device })
  const scale = perChannel(std.map((one) => 1 / (255 * one)))
  const offset = perChannel(std.map((one, i) => -(mean[i] ?? 0) / one))
  return images.mul(scale).add_(offset)
}
