/**
 * Line drawings from photographs: the edge detector of Canny 1986, "A Computational Approach to Edge Detection". Smoothing,
 * gradients, ridges of them one pixel wide, and lines that begin at a strong one and go on over weaker ones.
 */

import { type Raster, withChannels } from '@ganymede/core/pictures'
import { blurPlane } from './gaussian-blur.js'

// Of the smoothing before gradients are taken; grain of film and JPEG blocks stay below it.
const SMOOTHING = 1.2
// Steps of fewer grey levels than this are noise, however even the rest of the image is.
const LEAST_GRADIENT = 8
// A line goes on while gradients are at least this share of what began it, as Canny advises (1:2 to 1:3).
const LOW_SHARE = 0.4

/**
 * Black lines on white.
 *
 * @param image  `[H, W, C]`, any number of channels; alpha is not looked at
 * @param share  share of all pixels whose gradient is strong enough to begin a line, in (0, 1); higher draws more
 * @returns `[H, W, 1]`, 0 on lines and 255 elsewhere
 */
export function drawEdges(image: Raster, share: number): Raster {
  const { width, height } = image
  const grey = blurPlane(new Float32Array(withChannels(image, 1).data), { width, height, channels: 1 }, SMOOTHING)
  const { strength, directions } = gradients(grey, width, height)
  const high = Math.max(LEAST_GRADIENT, quantile(strength, 1 - share))
  const ridges = thin(strength, directions, width, height)
  const data = follow(ridges, width, height, high, high * LOW_SHARE)
  return { width, height, channels: 1, data }
}

/** Sobel gradients: strength in grey levels per pixel, and direction in eighths of a turn, modulo a half: 0 to 3. */
function gradients(
  grey: Float32Array,
  width: number,
  height: number,
): { strength: Float32Array; directions: Uint8Array } {
  const strength = new Float32Array(width * height)
  const directions = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width
    const here = y * width
    const below = Math.min(height - 1, y + 1) * width
    for (let x = 0; x < width; x++, i++) {
      const left = Math.max(0, x - 1)
      const right = Math.min(width - 1, x + 1)
      const at = (row: number, column: number): number => grey[row + column] as number
      const dx =
        (at(above, right) -
          at(above, left) +
          2 * (at(here, right) - at(here, left)) +
          at(below, right) -
          at(below, left)) /
        4
      const dy =
        (at(below, left) - at(above, left) + 2 * (at(below, x) - at(above, x)) + at(below, right) - at(above, right)) /
        4
      strength[i] = Math.hypot(dx, dy)
      directions[i] = (Math.round((Math.atan2(dy, dx) * 4) / Math.PI) + 8) % 4
    }
  }
  return { strength, directions }
}

/** Keeps gradients that are the strongest across their own line. */
function thin(strength: Float32Array, directions: Uint8Array, width: number, height: number): Float32Array {
  const steps = [1, width + 1, width, width - 1] as const
  const result = new Float32Array(strength.length)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const step = steps[directions[i] as 0 | 1 | 2 | 3]
      const value = strength[i] as number
      // Of two equal neighbours one stays.
      if (value >= (strength[i - step] as number) && value > (strength[i + step] as number)) result[i] = value
    }
  }
  return result
}

/** Lines from every ridge above `high` along neighbours above `low`. */
function follow(ridges: Float32Array, width: number, height: number, high: number, low: number): Uint8Array {
  const lines = new Uint8Array(width * height).fill(255)
  const open: number[] = []
  const take = (i: number): void => {
    lines[i] = 0
    open.push(i)
  }
  for (let i = 0; i < ridges.length; i++) {
    if ((ridges[i] as number) < high || lines[i] === 0) continue
    take(i)
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      // Ridges never lie on the border, so that all neighbours exist.
      for (const row of [-width, 0, width]) {
        for (let next = at + row - 1; next <= at + row + 1; next++) {
          if (lines[next] !== 0 && (ridges[next] as number) >= low) take(next)
        }
      }
    }
  }
  return lines
}

function quantile(values: Float32Array, q: number): number {
  const sorted = values.slice().sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}
