import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { writeAnimation } from '../../src/sheets/animation.js'
import { enlarge } from '../../src/sheets/enlarge.js'
import { requireFilmEncoder } from '../../src/sheets/film.js'

const frames = [0, 1, 2].map((seed) => picture(6, 4, 3, seed))

test.each(['.gif', '.webp'])('writes an animated %s with every frame and its time', async (ending) => {
  const file = path.join(temporaryFolder(), `walk${ending}`)
  await writeAnimation(file, frames, { fps: 20 })
  const { width, pageHeight, pages, delay, loop } = await sharp(file, { animated: true }).metadata()
  expect({ width, pageHeight, pages, delay, loop }).toEqual({
    width: 6,
    pageHeight: 4,
    pages: 3,
    delay: [50, 50, 50],
    loop: 0,
  })
})

test('keeps every pixel in a WebP, of grey pictures too', async () => {
  const file = path.join(temporaryFolder(), 'walk.webp')
  const grey = [0, 1].map((seed) => picture(6, 4, 1, seed))
  await writeAnimation(file, grey, { fps: 10, scale: 2, isLooping: false })
  for (const [page, frame] of grey.entries()) {
    const pixels = await sharp(file, { page }).toColourspace('b-w').raw().toBuffer()
    expect([...pixels]).toEqual([...enlarge(frame, 2).data])
  }
})

test('writes a folder of PNGs for a name without an ending', async () => {
  const folder = path.join(temporaryFolder(), 'frames')
  await writeAnimation(folder, frames, { fps: 10 })
  await writeAnimation(folder, frames.slice(0, 2), { fps: 10, force: true })
  expect(fs.readdirSync(folder)).toEqual(['frame-00000.png', 'frame-00001.png'])
  const pixels = await sharp(path.join(folder, 'frame-00001.png')).raw().toBuffer()
  expect([...pixels]).toEqual([...(frames[1]?.data ?? [])])
})

describe('films', () => {
  const searchPath = process.env.PATH
  afterEach(() => {
    process.env.PATH = searchPath
  })

  /** A program in the place of the encoder, which is not on every machine; the real one is used where it is there. */
  function encoder(script: string): string {
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, 'ffmpeg'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    process.env.PATH = `${folder}:${searchPath}`
    return folder
  }

  test('are given to ffmpeg frame by frame, and get their name when they are whole', async () => {
    const folder = encoder('[ "$1" = -version ] || { for last; do :; done; echo "$@" > "$0.words"; cat > "$last"; }')
    const file = path.join(temporaryFolder(), 'walk.mp4')
    await writeAnimation(file, frames, { fps: 12, scale: 2, about: 'seeds 1 to 3' })
    const enlarged = frames.map((frame) => Buffer.from(enlarge(frame, 2).data))
    expect(fs.readFileSync(file)).toEqual(Buffer.concat(enlarged))
    const words = fs.readFileSync(path.join(folder, 'ffmpeg.words'), 'utf8')
    expect(words).toContain('-pixel_format rgb24 -video_size 12x8 -framerate 12')
    expect(words).toContain('title=seeds 1 to 3')
    expect(fs.readdirSync(path.dirname(file))).toEqual(['walk.mp4'])
  })

  test('leave nothing behind when ffmpeg fails, and say why', async () => {
    encoder('[ "$1" = -version ] || { echo "no such encoder" >&2; exit 3; }')
    const file = path.join(temporaryFolder(), 'walk.mp4')
    await expect(writeAnimation(file, frames, { fps: 12 })).rejects.toThrow(
      expect.objectContaining({ code: 'WRITE_FAILED', message: expect.stringContaining('no such encoder') }),
    )
    expect(fs.readdirSync(path.dirname(file))).toEqual([])
  })

  test('are refused before anything is made where there is no ffmpeg, with what needs none', () => {
    process.env.PATH = temporaryFolder()
    expect(() => requireFilmEncoder('walk.MP4')).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', remedy: expect.stringContaining('.webp or .gif') }),
    )
    expect(() => requireFilmEncoder('walk.webp')).not.toThrow()
  })

  test.skipIf(spawnSync('ffmpeg', ['-version']).error !== undefined)('play in the real one', async () => {
    const file = path.join(temporaryFolder(), 'walk.mp4')
    await writeAnimation(
      file,
      [0, 1].map((seed) => picture(7, 5, 1, seed)),
      { fps: 10, scale: 3 },
    )
    const { status, stderr } = spawnSync('ffmpeg', ['-i', file, '-f', 'null', '-'], { encoding: 'utf8' })
    expect(status).toBe(0)
    expect(stderr).toMatch(/Video: \w+.* 22x16/)
  })
})

test('enlarges by repeating pixels', () => {
  const small = { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const
  expect([...enlarge(small, 2).data]).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6])
})

test('overwrites only when told to', async () => {
  const file = path.join(temporaryFolder(), 'walk.gif')
  fs.writeFileSync(file, 'mine')
  await expect(writeAnimation(file, frames, { fps: 10 })).rejects.toThrow(
    expect.objectContaining({ code: 'OUTPUT_EXISTS', message: expect.stringContaining(file) }),
  )
  expect(fs.readFileSync(file, 'utf8')).toBe('mine')
  await writeAnimation(file, frames, { fps: 10, force: true })
})

test.each([
  ['walk.avi', { fps: 10 }, /\.avi/],
  ['walk.gif', { fps: 0 }, /fps/],
  ['walk.gif', { fps: 10, scale: 1.5 }, /scale/],
])('refuses %s with %o', async (name, options, message) => {
  const write = writeAnimation(path.join(temporaryFolder(), name), frames, options)
  await expect(write).rejects.toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
  )
})

test('refuses frames that are too large for WebP, none, and different ones', async () => {
  const file = path.join(temporaryFolder(), 'walk.webp')
  await expect(writeAnimation(file, [picture(16_384, 1, 1)], { fps: 10 })).rejects.toThrow(/too large/)
  await expect(writeAnimation(file, [], { fps: 10 })).rejects.toThrow(/at least one/)
  await expect(writeAnimation(file, [picture(2, 2, 1), picture(2, 3, 1)], { fps: 10 })).rejects.toThrow(/one shape/)
})
