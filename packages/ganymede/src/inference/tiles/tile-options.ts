/** What may be asked of tiles, checked where programs ask: the command line has checked its own words before. */
import { optionProblem, refuseProblems } from '@ganymede/core'
import type { ByteRounding } from '../image-bytes.js'

export interface TileOptions {
  /** Side of a tile in pixels, `whole` for none, or `auto` (default): as memory allows. */
  readonly tile?: number | 'auto' | 'whole' | undefined
  /**
   * Pixels that neighbours share at least, never more than half a tile; `auto` (default): twice as far as the network looks,
   * or a quarter of a tile.
   */
  readonly overlap?: number | 'auto' | undefined
  /** Default `sampled`. */
  readonly statistics?: TileStatistics | undefined
  /**
   * Bytes that passes through the network may take, with the joining of tiles; default: half of what is free, at most 4 GiB.
   * Beside them there are the process itself with its weights, and the pictures: about 8 bytes for each pixel.
   */
  readonly memoryBytes?: number | undefined
  readonly rounding?: ByteRounding | undefined
  readonly signal?: AbortSignal | undefined
  /** Tiles done, of all rounds. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * How tiles get statistics in common: `sampled`, one pass over parts of the image spread evenly, as large as memory allows;
 * `exact`, a pass over all tiles for every norm, which takes about ten times as long.
 */
export type TileStatistics = 'sampled' | 'exact'

const statisticsNames = ['sampled', 'exact']
const roundingNames = ['truncate', 'nearest']

/** @throws GanymedeError `OPTION_INVALID` naming every option out of its range */
export function requireTileOptions({ tile, overlap, memoryBytes, statistics, rounding }: TileOptions): void {
  refuseProblems([
    ...optionProblem('tile', tile, 'auto, whole or a number of pixels from 1', (value) =>
      isPixels(value, ['auto', 'whole'], 1),
    ),
    ...optionProblem('overlap', overlap, 'auto or a number of pixels from 0', (value) => isPixels(value, ['auto'], 0)),
    ...optionProblem(
      'memoryBytes',
      memoryBytes,
      'a number of bytes above 0',
      (value) => typeof value === 'number' && value > 0,
    ),
    ...optionProblem('statistics', statistics, statisticsNames.join(' or '), (value) =>
      statisticsNames.includes(`${value}`),
    ),
    ...optionProblem('rounding', rounding, roundingNames.join(' or '), (value) => roundingNames.includes(`${value}`)),
  ])
}

function isPixels(value: unknown, words: readonly string[], least: number): boolean {
  return typeof value === 'string' ? words.includes(value) : Number.isInteger(value) && Number(value) >= least
}
