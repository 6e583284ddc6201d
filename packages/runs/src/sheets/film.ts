/** Films from frames: MP4, encoded by the `ffmpeg` of the system, because no package of ours encodes them. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { GanymedeError } from '@ganymede/core'
import { removeQuietly } from '../files/atomic-file.js'
import { writeError } from '../files/file-ops.js'
import { temporaryBeside } from '../files/temporary-name.js'
import { toolkitName } from './own-mark.js'
import type { Picture } from './sheet.js'

const program = 'ffmpeg'

/** Whether a path means a film. */
function isFilm(target: string): boolean {
  return path.extname(target).toLowerCase() === '.mp4'
}

/** @throws GanymedeError `OPTION_INVALID` for a film where there is no `ffmpeg` on the PATH */
export function requireFilmEncoder(target: string): void {
  if (!isFilm(target) || spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined) return
  throw new GanymedeError('OPTION_INVALID', `${target}: films are encoded by ${program}, which is not on the PATH`, {
    remedy: 'Install it, or write a .webp or .gif, which need no other program.',
  })
}

/**
 * Writes frames as an MP4 file (H.264 where the encoder has it) that every player knows: sides of odd length get a line of
 * black.
 *
 * @param frames   at least one, all of the same width, height and channels
 * @param options  `fps`: frames a second; `about`: what the file says about its making
 * @throws GanymedeError `OPTION_INVALID` without an encoder, `WRITE_FAILED` with what it says
 */
export async function writeFilm(
  target: string,
  frames: readonly Picture[],
  { fps, about = '' }: { readonly fps: number; readonly about?: string | undefined },
): Promise<void> {
  requireFilmEncoder(target)
  const { width = 0, height = 0, channels = 3 } = frames[0] ?? {}
  const temporary = temporaryBeside(target, 'tmp')
  const input = ['-f', 'rawvideo', '-pixel_format', channels === 1 ? 'gray' : 'rgb24']
  const child = spawn(
    program,
    [
      ...['-loglevel', 'error', '-nostdin'],
      ...[...input, '-video_size', `${width}x${height}`, '-framerate', String(fps), '-i', 'pipe:0'],
      // Colours are stored for squares of two by two pixels.
      ...['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-pix_fmt', 'yuv420p', '-crf', '16'],
      ...['-movflags', '+faststart', '-metadata', `title=${about}`, '-metadata', `comment=${toolkitName}`],
      ...['-f', 'mp4', '-y', path.resolve(temporary)],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.on('data', (text) => {
    said += String(text)
  })
  const ended = new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) =>
      resolve(code === 0 ? null : said.trim().split('\n').at(-1) || `it ended with ${code ?? signal}`),
    )
  })
  try {
    const pixels = Readable.from(frames.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)))
    // An encoder that gives up closes its input; what it says tells more.
    await pipeline(pixels, child.stdin).catch(() => {})
    const problem = await ended
    if (problem !== null) throw new GanymedeError('WRITE_FAILED', `${target}: ${program} failed: ${problem}`)
    fs.renameSync(temporary, target)
  } catch (error) {
    removeQuietly(temporary)
    throw writeError(error, target)
  }
}
