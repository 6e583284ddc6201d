/** What `ganymede translate` says about bytes, tiles and scores. */
import { counted } from '@ganymede/core/text'
import type { TranslationSummary } from '../../evaluate/translation-meter.js'
import type { ByteRounding } from '../../inference/image-bytes.js'
import type { TranslationWay } from '../../inference/translate-image.js'
import { scoreText } from '../../report/translation-page.js'
import type { Output } from '../terminal/output.js'
import { renderTable } from '../terminal/table.js'
import { gainOverCopy, scoreColumns } from './translation-report.js'

export function roundingText(rounding: ByteRounding): string {
  return rounding === 'truncate' ? "truncated, as in the authors' code" : 'rounded to the nearest'
}

/** How a picture went through: whole, or in which tiles. */
export function wayText(way: TranslationWay): string {
  if (way.kind === 'whole') return 'whole'
  const { count, width, height, overlap, statistics, share } = way
  const from = {
    none: '',
    exact: ', statistics of the whole picture',
    sampled: `, statistics of ${Math.round(100 * share)} % of the picture`,
  }
  return `${counted(count, 'tile')} of ${width} × ${height}, overlapping by ${overlap}${from[statistics]}`
}

// Somewhat larger pictures come out well: the networks see parts of them anyway.
const largestFactor = 1.5

/**
 * What somebody should know whose picture is much larger than those of training: what was learned has another size there.
 *
 * @returns null where there is nothing to say, or nothing known
 */
export function sizeNote(
  name: string,
  picture: { readonly width: number; readonly height: number },
  trained: { readonly width: number; readonly height: number } | null,
): string | null {
  if (trained === null) return null
  const factor = Math.max(picture.width / trained.width, picture.height / trained.height)
  if (factor <= largestFactor) return null
  return `${name} has ${picture.width} × ${picture.height} pixels, and training had ${trained.width} × ${trained.height}: what was learned may be too small for it; --size trained brings pictures to that size first (--size own: as they are)`
}

/** Means of the scores, line by line, and how they compare with copying the input. */
export function summaryTable(summary: TranslationSummary, output: Output): string[] {
  const gain = gainOverCopy(summary)
  const rows = scoreColumns.flatMap(({ of, title, better }) => {
    const value = summary[of]
    return value === null ? [] : [[title, scoreText(value), better]]
  })
  const more = [
    ...(summary.fid === null ? [] : [['FID', scoreText(summary.fid), 'lower']]),
    ...(summary.kid === null ? [] : [['KID', scoreText(summary.kid), 'lower']]),
  ]
  const table = renderTable(
    [{ title: `mean of ${summary.pictures}` }, { title: 'value', isNumber: true }, { title: 'better' }],
    [...rows, ...more],
    output.style,
  )
  if (gain === null) return table
  return [
    ...table,
    `L1 is ${Math.abs(100 * gain).toFixed(1)} % ${gain >= 0 ? 'below' : 'above'} that of copying the input`,
  ]
}
