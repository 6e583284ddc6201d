/** Images of any number of channels as pictures that can be looked at: transparency over a checkerboard, grey as grey. */

import { checkerboardAt } from '@ganymede/core/pictures'
import { cat, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'

/**
 * Lays images with alpha over a checkerboard.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]; alpha, the last of 2 or 4 channels, is -1 where nothing is to be seen
 * @returns `[N, 1, H, W]` for grey, `[N, 3, H, W]` for colour; the same tensor without alpha
 */
export function withoutAlpha(images: Tensor): Tensor {
  const [, channels = 0, height = 0, width = 0] = images.shape
  if (channels !== 2 && channels !== 4) return images
  return scope('display', () =>
    noGrad(() => {
      const colours = images.narrow(1, 0, channels - 1)
      const alpha = images
        .narrow(1, channels - 1, 1)
        .add(1)
        .mul(0.5)
        .clamp({ min: 0, max: 1 }) // [N, 1, H, W]
      const board = checkerboard(height, width).to({ device: images.device, dtype: images.dtype }) // [H, W]
      return colours.sub(board).mul(alpha).add(board)
    }),
  )
}

/**
 * Images as three colours, so that an input of one channel and an output of three fit on one sheet.
 *
 * @param images  `[N, C, H, W]` in [-1, 1], C from 1 to 4
 * @returns `[N, 3, H, W]`
 */
export function inColour(images: Tensor): Tensor {
  return scope('colour', () =>
    noGrad(() => {
      const opaque = withoutAlpha(images)
      return opaque.shape[1] === 1 ? cat([opaque, opaque, opaque], 1) : opaque
    }),
  )
}

function checkerboard(height: number, width: number): Tensor {
  const values = new Float32Array(height * width)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      values[i] = checkerboardAt(x, y) / 127.5 - 1
    }
  }
  return tensor(values, { shape: [height, width] })
}
