/** Decoded pixels as tensors: uint8 `[N, H, W, C]` in, float32 `[N, C, H, W]` in [-1, 1] out. */

import type { Picture } from '@ganymede/runs/sheets'
import { noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import type { ImageBatch } from '../data/loader.js'
import type { DataShape, PendingBatch, RealBatch } from '../systems/contract/system.js'
import type { RealPixels } from './fixed-reals.js'
import { withoutAlpha } from './viewable-images.js'

/**
 * Moves pixels to the device and maps 0…255 to [-1, 1].
 *
 * The result is a permuted view of row-major pixels, that is, already in channels-last order.
 *
 * @param pixels  `[N, H, W, C]`, row-major
 */
export function toImageTensor(
  pixels: Uint8Array,
  [n, h, w, c]: readonly [number, number, number, number],
  { device, channelsLast }: { readonly device: string; readonly channelsLast: boolean },
): Tensor {
  return scope('images', () =>
    noGrad(() => {
      const bytes = tensor(pixels, { shape: [n, h, w, c] })
      const moved = device === 'cpu' ? bytes : bytes.pinMemory().to({ device, nonBlocking: true })
      const images = moved.permute([0, 3, 1, 2]).to({ dtype: 'float32' }).div_(127.5).sub_(1)
      return images.contiguous({ memoryFormat: channelsLast ? 'channelsLast' : 'contiguous' })
    }),
  )
}

/** The first `n` of prepared images with their labels; made in the caller's scope. */
export function pixelsToBatch(
  { pixels, labels, targets = null }: Omit<RealPixels, 'count' | 'targets'> & Partial<Pick<RealPixels, 'targets'>>,
  n: number,
  { height, width, channels, targetChannels = 0 }: DataShape,
  placement: { readonly device: string; readonly channelsLast: boolean },
): RealBatch {
  const bytes = pixels.subarray(0, n * height * width * channels)
  return {
    images: toImageTensor(bytes, [n, height, width, channels], placement),
    labels: labels === null ? null : tensor(labels.subarray(0, n), { dtype: 'int64', device: placement.device }),
    ...(targets === null
      ? {}
      : {
          targets: toImageTensor(
            targets.subarray(0, n * height * width * targetChannels),
            [n, height, width, targetChannels],
            placement,
          ),
        }),
  }
}

/**
 * Images as bytes: `round(clamp((x + 1) · 127.5, 0, 255))`, red first.
 *
 * @param images  `[N, C, H, W]` in [-1, 1], C from 1 to 4, any dtype and device; alpha shows a checkerboard
 */
export function toPictures(images: Tensor): Picture[] {
  const [n = 0, all = 0, height = 0, width = 0] = images.shape
  const channels = all === 2 || all === 4 ? all - 1 : all
  const bytes = scope('pictures', () =>
    noGrad(() =>
      withoutAlpha(images.detach().to({ dtype: 'float32' }))
        .add(1)
        .mul(127.5)
        .round()
        .clamp({ min: 0, max: 255 })
        .to({ dtype: 'uint8' })
        .permute([0, 2, 3, 1])
        .contiguous()
        .bytes(),
    ),
  )
  const size = channels * height * width
  return Array.from({ length: n }, (_, i) => ({
    width,
    height,
    channels: channels as 1 | 3,
    data: bytes.subarray(i * size, (i + 1) * size),
  }))
}

/** Hands out real images in the sizes that updates ask for, cut from whole batches of the loader. */
export class RealImages {
  readonly #placement: { readonly device: string; readonly channelsLast: boolean }
  #batch: ImageBatch | null = null
  #used = 0

  constructor(placement: { readonly device: string; readonly channelsLast: boolean }) {
    this.#placement = placement
  }

  /**
   * The next `n` images. Batches are whole multiples of `n`, so that an update ends where a batch ends and a checkpoint
   * between steps needs no position inside a batch.
   */
  async next(n: number, load: () => Promise<ImageBatch>): Promise<PendingBatch> {
    if (this.#batch === null || this.#used === this.#batch.n) {
      this.#batch = await load()
      this.#used = 0
    }
    const { images, labels, targets, h, w, c, targetC } = this.#batch
    const from = this.#used
    this.#used += n
    const size = h * w * c
    const pixels = images.subarray(from * size, (from + n) * size)
    const classes = labels?.subarray(from, from + n) ?? null
    const targetSize = h * w * targetC
    const targetPixels = targets?.subarray(from * targetSize, (from + n) * targetSize) ?? null
    return {
      toDevice: () => ({
        images: toImageTensor(pixels, [n, h, w, c], this.#placement),
        labels: classes === null ? null : tensor(classes, { dtype: 'int64', device: this.#placement.device }),
        ...(targetPixels === null ? {} : { targets: toImageTensor(targetPixels, [n, h, w, targetC], this.#placement) }),
      }),
    }
  }

  /** Forgets what is left of a batch: the loader has been moved. */
  clear(): void {
    this.#batch = null
    this.#used = 0
  }
}
