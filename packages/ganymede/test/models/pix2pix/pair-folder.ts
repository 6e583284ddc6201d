/** Pairs side by side in a folder: coloured discs on a ground, and the same picture with its colours turned round. */
import path from 'node:path'
import sharp from 'sharp'

export interface PairFolderOptions {
  readonly count: number
  /** Side of each half in pixels. */
  readonly size: number
}

/** Writes the files `00.png`, `01.png` … into an existing folder. */
export async function writePairs(folder: string, { count, size }: PairFolderOptions): Promise<void> {
  for (let i = 0; i < count; i++) {
    const pixels = Buffer.alloc(size * 2 * size * 3)
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const isInside = (x - size / 2 - (i % 5)) ** 2 + (y - size / 2 + (i % 3)) ** 2 < (size / 4 + (i % 4)) ** 2
        const colour = isInside ? [230, 40 + 10 * i, 60] : [20, 90, 200 - 9 * i]
        const at = (y * 2 * size + x) * 3
        for (let c = 0; c < 3; c++) {
          pixels[at + c] = colour[c]! & 255
          pixels[at + size * 3 + c] = 255 - (colour[c]! & 255)
        }
      }
    }
    await sharp(pixels, { raw: { width: 2 * size, height: size, channels: 3 } })
      .png()
      .toFile(path.join(folder, `${String(i).padStart(2, '0')}.png`))
  }
}
