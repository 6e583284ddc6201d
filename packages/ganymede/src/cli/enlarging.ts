/** How much pictures are enlarged, and with what: the options `--scale` and `--smooth`. */
import { GanymedeError } from '@ganymede/core'
import type { EnlargingFilter } from '@ganymede/runs/sheets'

/** What was chosen. */
export interface Enlarging {
  /** Whole multiple. */
  readonly scale: number
  readonly filter: EnlargingFilter
  /** The same as facts of a picture: nothing is said of a filter that was not used. */
  readonly facts: { readonly scale: number; readonly filter?: EnlargingFilter }
}

/**
 * @param asked    as the command line has it
 * @param usual    the multiple where none is asked for; null for files that keep the native size then
 * @throws GanymedeError `OPTION_INVALID` for `--smooth` where it would do nothing
 */
export function chosenEnlarging(
  { scale: asked, smooth }: { readonly scale?: number | undefined; readonly smooth: boolean },
  usual: number | null,
): Enlarging {
  const scale = asked ?? usual ?? 1
  if (smooth && asked === undefined && usual === null)
    throw nothingToSmooth('these files have the native size without --scale')
  if (smooth && asked === 1) throw nothingToSmooth('--scale 1 is the native size')
  if (smooth && scale === 1) throw nothingToSmooth('pictures of this size are shown as they are')
  const filter = smooth ? 'lanczos3' : 'nearest'
  return { scale, filter, facts: { scale, ...(scale > 1 && { filter }) } }
}

function nothingToSmooth(why: string): GanymedeError {
  return new GanymedeError('OPTION_INVALID', `--smooth has nothing to enlarge: ${why}`, {
    remedy: 'Ask for a multiple, such as --scale 4, or leave out --smooth.',
  })
}
