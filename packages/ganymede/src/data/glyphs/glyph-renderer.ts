/** Inks a pen path: the darkness of a pixel follows from its distance to the nearest piece, so edges are smooth. */

import type { PenPath } from './glyph-writer.js'

/**
 * Renders a pen path, white on black.
 *
 * Each piece is a disc that moves and changes its radius from one end to the other; only the pixels around it are
 * looked at.
 *
 * @returns `[size, size, 1]` uint8
 */
export function renderPenPath({ pieces, count, softness, ink }: PenPath, size: number): Uint8Array {
  const coverage = new Float32Array(size * size)
  const soft = Math.max(1, softness * size) // never sharper than one pixel
  const reach = soft / 2
  for (let at = 0; at < count * 6; at += 6) {
    // Pixel centres lie at whole numbers from here on.
    const x0 = (pieces[at] as number) * size - 0.5
    const y0 = (pieces[at + 1] as number) * size - 0.5
    const r0 = (pieces[at + 2] as number) * size
    const x1 = (pieces[at + 3] as number) * size - 0.5
    const y1 = (pieces[at + 4] as number) * size - 0.5
    const r1 = (pieces[at + 5] as number) * size
    const edge = Math.max(r0, r1) + reach
    const left = Math.max(0, Math.ceil(Math.min(x0, x1) - edge))
    const right = Math.min(size - 1, Math.floor(Math.max(x0, x1) + edge))
    const top = Math.max(0, Math.ceil(Math.min(y0, y1) - edge))
    const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y1) + edge))
    const dx = x1 - x0
    const dy = y1 - y0
    const dr = r1 - r0
    const inverse = 1 / Math.max(1e-12, dx * dx + dy * dy)
    for (let y = top; y <= bottom; y++) {
      const py = y - y0
      for (let x = left; x <= right; x++) {
        const px = x - x0
        const along = Math.max(0, Math.min(1, (px * dx + py * dy) * inverse))
        const ex = px - along * dx
        const ey = py - along * dy
        const square = ex * ex + ey * ey
        if (square >= edge * edge) continue
        const covered = (r0 + along * dr - Math.sqrt(square)) / soft + 0.5
        if (covered > (coverage[y * size + x] as number)) coverage[y * size + x] = covered
      }
    }
  }
  const pixels = new Uint8Array(size * size)
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.min(1, coverage[i] as number) * ink * 255 + 0.5
  return pixels
}
