/** What may be asked of tiles, checked where programs ask: the command line has checked its own words before. */
import { optionProblem, refuseProblems } from '@ganymede/core'
import type { TileOptions } from '../translate-image.js'

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
