/** Small pictures with different bytes everywhere, so that a swapped axis or channel shows. */
import type { Picture } from '@ganymede/runs/sheets'

/** A picture whose bytes follow from its shape and `seed`. */
export function picture(width: number, height: number, channels: 1 | 3, seed = 0): Picture {
  const data = Uint8Array.from({ length: width * height * channels }, (_, index) => (index * 37 + seed * 101) & 255)
  return { width, height, channels, data }
}
