/**
 * Run-length compression of Windows bitmaps, RLE4 and RLE8.
 * https://learn.microsoft.com/windows/win32/gdi/bitmap-compression
 */

/** Fills `count` pixels from (x, y) on, y from the bottom, with the colours of two indices by turns. */
type Fill = (x: number, y: number, count: number, first: number, second: number) => void

/**
 * Calls `fill` until every pixel has its colour, row by row from the bottom.
 *
 * What common readers do where the format leaves it open: pixels that are skipped, or missing where the end is marked,
 * have colour 0; a row ends at the picture's width, whatever more the stream holds for it (writers pad their rows); behind
 * the last row nothing is read, so that the mark of the end may be missing there.
 *
 * @param stream  the bytes from the first run on
 * @throws Error `truncated …` where the stream ends before the picture, or when a jump leaves the picture
 */
export function readRuns(
  stream: Uint8Array,
  { width, height, bits }: { readonly width: number; readonly height: number; readonly bits: number },
  fill: Fill,
): void {
  let [x, y, at] = [0, 0, 0]
  const need = (count: number): void => {
    if (at + count <= stream.length) return
    throw new Error(`truncated: its runs end in row ${y + 1} of ${height} from the bottom`)
  }
  const next = (): number => stream[at++] as number
  const draw = (count: number, first: number, second: number): void => {
    const taken = Math.min(count, width - x)
    fill(x, y, taken, first, second)
    x += taken
  }
  const skipTo = (column: number, row: number): void => {
    for (; y < row; y++, x = 0) draw(width, 0, 0)
    draw(column - x, 0, 0)
  }
  while (y < height - 1 || (y < height && x < width)) {
    need(2)
    const [count, value] = [next(), next()]
    if (count > 0) draw(count, ...indices(value, bits))
    else if (value === 0) skipTo(0, y + 1)
    else if (value === 1) skipTo(0, height)
    else if (value === 2) {
      need(2)
      const [column, row] = [x + next(), y + next()]
      if (column > width || row >= height)
        throw new Error(`a jump to column ${column} of row ${row}, out of the picture`)
      skipTo(column, row)
    } else {
      // So many pixels as they are, in whole words.
      const bytes = Math.ceil((value * bits) / 8)
      need(bytes)
      const perByte = 8 / bits
      for (let left = value; left > 0; left -= perByte) draw(Math.min(left, perByte), ...indices(next(), bits))
      at += bytes % 2
    }
  }
}

/** Two pixels by turns; of 4 bits the upper ones come first. */
function indices(byte: number, bits: number): readonly [number, number] {
  return bits === 8 ? [byte, byte] : [byte >> 4, byte & 15]
}
