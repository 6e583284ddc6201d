/** Animated pictures from frames: GIF, WebP, MP4, or a folder of PNGs. Used for latent walks. */
import fs from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import sharp from 'sharp'
import { writeFileAtomic } from '../files/atomic-file.js'
import { writeError } from '../files/file-ops.js'
import { enlargeWith } from './enlarge.js'
import { writeFilm } from './film.js'
import { ownExif, withGifComment } from './own-mark.js'
import { type EnlargingFilter, encodePng, type Picture } from './sheet.js'

/** How an animation is written. */
export interface AnimationOptions {
  /** Frames per second, 1 to 50; GIF players round to hundredths of a second. */
  readonly fps: number
  /** Whether it starts again at the end; default true. */
  readonly isLooping?: boolean
  /** Whole-number enlargement; default 1. */
  readonly scale?: number
  /** What frames are enlarged with; default `nearest`, pixel by pixel. */
  readonly filter?: EnlargingFilter
  /** Replace what is there; default false. */
  readonly force?: boolean
  /** What a WebP file says about its making, beside the name of the program. */
  readonly about?: string
}

/** Endings of file names that {@link writeAnimation} knows; a path without an ending is a folder of PNGs. */
export const animationEndings = ['.gif', '.webp', '.mp4'] as const
type PictureEnding = '.gif' | '.webp'

// libvips holds the stacked frames in memory; this is far above any latent walk.
const maxBytes = 2 ** 31 - 1
// Larger sides cannot be stored in either format.
const maxSide = { '.gif': 65_535, '.webp': 16_383 }

/**
 * Writes frames as `.gif`, `.webp` (lossless), `.mp4` (where there is an `ffmpeg`), or, for a path without such an ending, as a
 * folder of PNGs `frame-00000.png`.
 *
 * @param target  path; its parent folder must exist
 * @param frames  at least one, all of the same width, height and channels
 * @throws GanymedeError `OUTPUT_EXISTS` without `force`, `OPTION_INVALID` for an unknown ending, a rate out of range or
 *   frames that are too large for the format, `DISK_FULL` or `WRITE_FAILED`
 */
export async function writeAnimation(
  target: string,
  frames: readonly Picture[],
  { fps, isLooping = true, scale = 1, filter = 'nearest', force = false, about }: AnimationOptions,
): Promise<void> {
  if (!(fps >= 1 && fps <= 50)) throw new GanymedeError('OPTION_INVALID', `fps must be from 1 to 50, got ${fps}`)
  if (!(Number.isInteger(scale) && scale >= 1 && scale <= 64)) {
    throw new GanymedeError('OPTION_INVALID', `scale must be a whole number from 1 to 64, got ${scale}`)
  }
  const ending = path.extname(target).toLowerCase()
  const format = animationEndings.find((known) => known === ending)
  if (format === undefined && ending !== '') {
    throw new GanymedeError('OPTION_INVALID', `${target}: no animation can be written as ${ending}`, {
      remedy: `Use ${animationEndings.join(', ')}, or a name without an ending for a folder of PNGs.`,
    })
  }
  if (!force && fs.existsSync(target)) throw new GanymedeError('OUTPUT_EXISTS', `${target} exists already`)

  const enlarged = await Promise.all(frames.map((frame) => enlargeWith(filter, frame, scale)))
  if (format === undefined) await writeFrames(target, enlarged)
  else if (format === '.mp4') await writeFilm(target, sameShape(enlarged), { fps, about })
  else writeFileAtomic(target, await encodeAnimation(enlarged, { format, fps, isLooping, about }))
}

async function writeFrames(folder: string, frames: readonly Picture[]): Promise<void> {
  try {
    fs.mkdirSync(folder, { recursive: true })
    // With `force`: a shorter animation must not end in frames of the one before.
    for (const name of fs.readdirSync(folder)) if (/^frame-\d{5}\.png$/.test(name)) fs.rmSync(path.join(folder, name))
  } catch (error) {
    throw writeError(error, folder)
  }
  for (const [index, frame] of frames.entries()) {
    writeFileAtomic(path.join(folder, `frame-${String(index).padStart(5, '0')}.png`), await encodePng(frame))
  }
}

/**
 * Encodes frames as one animated file.
 *
 * @throws GanymedeError `OPTION_INVALID` when the frames are too large for the format
 * @throws Error when there is no frame or their shapes differ
 */
async function encodeAnimation(
  frames: readonly Picture[],
  {
    format,
    fps,
    isLooping,
    about,
  }: { format: PictureEnding; fps: number; isLooping: boolean; about: string | undefined },
): Promise<Uint8Array> {
  const [{ width, height, channels }] = sameShape(frames)
  const limit = maxSide[format]
  if (width > limit || height > limit || width * height * channels * frames.length > maxBytes) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `${frames.length} frames of ${width} × ${height} are too large for ${format}`,
      {
        remedy: 'Use fewer frames, a smaller scale, or a folder of PNGs (a name without an ending).',
      },
    )
  }
  const stacked = Buffer.concat(frames.map((frame) => frame.data))
  const image = sharp(stacked, {
    raw: { width, height: height * frames.length, channels, pageHeight: height },
    limitInputPixels: false,
  }).toColourspace('srgb')
  const timing = { delay: frames.map(() => Math.round(1000 / fps)), loop: isLooping ? 0 : 1 }
  return format === '.gif'
    ? withGifComment(await image.gif({ ...timing, effort: 7, dither: 0.5 }).toBuffer())
    : image
        .webp({ ...timing, lossless: true, effort: 4 })
        .withExif(ownExif(about))
        .toBuffer()
}

/** @throws Error when there is no frame or their shapes differ */
function sameShape(frames: readonly Picture[]): readonly [Picture, ...Picture[]] {
  const [first, ...others] = frames
  if (first === undefined) throw new Error('an animation needs at least one frame')
  const { width, height, channels } = first
  if (others.some((frame) => frame.width !== width || frame.height !== height || frame.channels !== channels)) {
    throw new Error('the frames of an animation must have one shape')
  }
  return [first, ...others]
}
