import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { Generator, memory, noGrad, resetPeakMemory, scope } from '@ganymede/torch'
import { afterEach, describe, expect, it } from 'vitest'
import { mirroredPart } from '../../src/inference/image-bytes.js'
import type { ImageNetwork } from '../../src/inference/image-network.js'
import { networkReach } from '../../src/inference/tiles/network-reach.js'
import { tileCost } from '../../src/inference/tiles/pass-memory.js'
import { planTiles, tileSpans } from '../../src/inference/tiles/tile-plan.js'
import { translateImage } from '../../src/inference/translate-image.js'
import type { TranslationNorm } from '../../src/models/image-to-image/normalisation.js'
import { ResnetGenerator } from '../../src/models/image-to-image/resnet-generator.js'
import { translateEach } from '../../src/models/image-to-image/test-behaviour.js'
import { UnetGenerator } from '../../src/models/image-to-image/unet.js'

const made: { dispose(): void }[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.dispose()
})

/** A photograph in spirit: slopes, waves and an edge, with other brightness everywhere. */
function scene(width: number, height: number, channels: ChannelCount = 3): Raster {
  const data = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const wave = 40 * Math.sin((x * (c + 1)) / 9) * Math.cos(y / 7)
        const slope = (150 * x) / width + (x > width / 2 && y > height / 3 ? 60 : 0)
        data[(y * width + x) * channels + c] = Math.max(0, Math.min(255, 30 + slope + wave))
      }
    }
  }
  return { width, height, channels, data }
}

function resnet({ blocks = 2, width = 4, channels = 3 } = {}): ImageNetwork {
  const rng = new Generator(5)
  made.push(rng)
  const network = new ResnetGenerator({ inputChannels: channels, outputChannels: channels, width, blocks, rng }).eval()
  made.push(network)
  return {
    inputChannels: channels,
    run: (input) => scope('run', () => noGrad(() => network.forward(input))),
    reach: networkReach(network),
    imageNorms: [network],
    device: 'cpu',
  }
}

function largestDifference(a: Raster, b: Raster): number {
  return a.data.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b.data[i] ?? 0))), 0)
}

function shareOfDifferent(a: Raster, b: Raster): number {
  return a.data.filter((value, i) => value !== b.data[i]).length / a.data.length
}

/** A U-Net, whose pixels know of each other farther than tiles overlap. */
function unet({ norm = 'batch' as TranslationNorm, mode = 'running' as 'running' | 'batch' } = {}): ImageNetwork {
  const rng = new Generator(7)
  made.push(rng)
  const network = new UnetGenerator({ inputChannels: 3, outputChannels: 3, downs: 5, width: 4, norm, rng })
  made.push(network)
  return {
    inputChannels: 3,
    run: (input) => translateEach(network, input, { mode, dropout: false }),
    reach: networkReach(network),
    imageNorms: norm === 'instance' || mode === 'batch' ? [network] : [],
    device: 'cpu',
  }
}

/** The largest step between neighbouring columns, as a mean over the rows, beside that of the same columns of another picture. */
function worstSeam(made: Raster, whole: Raster): number {
  const steps = ({ width, height, channels, data }: Raster) =>
    Array.from({ length: width - 1 }, (_, x) => {
      let sum = 0
      for (let y = 0; y < height; y++) {
        for (let c = 0; c < channels; c++) {
          const at = (y * width + x) * channels + c
          sum += Math.abs((data[at] ?? 0) - (data[at + channels] ?? 0))
        }
      }
      return sum / height / channels
    })
  const plain = steps(whole)
  return Math.max(...steps(made).map((step, x) => (step + 1) / ((plain[x] ?? 0) + 1)))
}

describe('an image of any size', () => {
  it('knows how far a residual generator looks', () => {
    // 3 + 1 + 2 on the way in, two times four in every block, 2 + 1 and 3 on the way out.
    expect(resnet().reach).toEqual({ factor: 4, smallestSide: 8, radius: 3 + 1 + 2 + 2 * 8 + 2 + 1 + 3 })
  })

  it.each([
    [1, 1],
    [3, 50],
    [37, 22],
    [64, 64],
  ])('of %d × %d pixels keeps its size', async (width, height) => {
    const { pixels, way } = await translateImage(resnet(), scene(width, height))
    expect(way).toEqual({ kind: 'whole' })
    expect([pixels.width, pixels.height, pixels.channels, pixels.data.length]).toEqual([
      width,
      height,
      3,
      width * height * 3,
    ])
  })

  it('gives in tiles what it gives as a whole, to one level of brightness', async () => {
    const network = resnet()
    const picture = scene(150, 118)
    const whole = await translateImage(network, picture, { tile: 'whole' })
    const tiled = await translateImage(network, picture, { tile: 120, statistics: 'exact' })
    expect(tiled.way).toMatchObject({ kind: 'tiles', count: 2, overlap: 56, statistics: 'exact', share: 1 })
    // Where a number lies on the border between two levels, rounding may go either way.
    expect(largestDifference(whole.pixels, tiled.pixels)).toBeLessThanOrEqual(1)
    expect(shareOfDifferent(whole.pixels, tiled.pixels)).toBeLessThan(1e-3)
    // A sample of all of it is no estimate.
    const sampled = await translateImage(network, picture, { tile: 120 })
    expect(sampled.way).toMatchObject({ statistics: 'sampled', share: 1 })
    expect(largestDifference(whole.pixels, sampled.pixels)).toBeLessThanOrEqual(1)
  })

  it('would show seams if each tile had its own statistics', async () => {
    const network = resnet()
    const picture = scene(150, 118)
    const whole = await translateImage(network, picture, { tile: 'whole' })
    const tiled = await translateImage({ ...network, imageNorms: [] }, picture, { tile: 120 })
    expect(largestDifference(whole.pixels, tiled.pixels)).toBeGreaterThan(8)
  })

  it('is in tiles the same to the last bit of most pixels for a network that takes nothing from the image', async () => {
    const rng = new Generator(9)
    made.push(rng)
    const network = new ResnetGenerator({
      inputChannels: 3,
      outputChannels: 3,
      width: 4,
      blocks: 2,
      norm: 'batch',
      rng,
    })
    made.push(network)
    network.eval()
    const plain: ImageNetwork = {
      ...resnet(),
      run: (input) => scope('run', () => noGrad(() => network.forward(input))),
      imageNorms: [],
    }
    const picture = scene(230, 170)
    const whole = await translateImage(plain, picture, { tile: 'whole' })
    const tiled = await translateImage(plain, picture, { tile: 120 })
    expect(tiled.way).toMatchObject({ kind: 'tiles', count: 6, overlap: 56, statistics: 'none' })
    expect(largestDifference(whole.pixels, tiled.pixels)).toBeLessThanOrEqual(1)
    expect(shareOfDifferent(whole.pixels, tiled.pixels)).toBeLessThan(1e-3)
  })

  it.each([
    ['batch norm with running statistics', 'batch', 'running'],
    ["batch norm with the picture's own statistics", 'batch', 'batch'],
    ['instance norm', 'instance', 'running'],
  ] as const)('shows no seams in tiles of a U-Net with %s', async (_, norm, mode) => {
    const network = unet({ norm, mode })
    const picture = scene(320, 192)
    const whole = await translateImage(network, picture, { tile: 'whole' })
    const tiled = await translateImage(network, picture, { tile: 128 })
    expect(tiled.way).toMatchObject({ kind: 'tiles', overlap: 64 })
    expect(worstSeam(tiled.pixels, whole.pixels)).toBeLessThan(1.1)
  })

  it('stops between tiles when asked to', async () => {
    const abort = new AbortController()
    const onProgress = () => abort.abort(new Error('enough'))
    const translation = translateImage(resnet(), scene(150, 118), { tile: 88, signal: abort.signal, onProgress })
    await expect(translation).rejects.toThrow('enough')
  })

  it('goes over to tiles when the whole does not fit into the memory given', async () => {
    const network = resnet({ blocks: 1 })
    const picture = scene(620, 500)
    const most = Math.ceil(tileCost(network, { width: 320, height: 320 }, 620))
    resetPeakMemory()
    const before = memory().bytes
    const { way } = await translateImage(network, picture, { memoryBytes: most })
    expect(way).toMatchObject({ kind: 'tiles', overlap: 40 })
    expect(memory().peakBytes - before).toBeLessThan(most)
    const { way: generous } = await translateImage(network, picture, { memoryBytes: 2 ** 30 })
    expect(generous.kind).toBe('whole')
  })

  it('counts the tiles of all rounds, and says what neighbours really share', async () => {
    const seen: (readonly [number, number])[] = []
    const onProgress = (done: number, total: number) => seen.push([done, total])
    const options = { tile: 64, overlap: 500, statistics: 'exact', onProgress } as const
    const { way } = await translateImage(resnet({ blocks: 1 }), scene(100, 60), options)
    expect(way).toMatchObject({ kind: 'tiles', count: 3, width: 64, height: 60, overlap: 32 })
    // Three norms on the way in, two in the block, two on the way out: as many rounds, and one for the picture.
    const total = 3 * (7 + 1)
    expect(seen.map(([, all]) => all)).toEqual(Array.from({ length: total }, () => total))
    expect(seen.at(-1)).toEqual([total, total])
    expect(seen.every(([done], i) => i === 0 || done >= (seen[i - 1]?.[0] ?? 0))).toBe(true)
  })

  it.each([
    [{ tile: Number.NaN }, 'tile must be auto, whole or a number of pixels from 1, got NaN'],
    [{ tile: 'half' as 'whole' }, 'tile must be auto, whole or a number of pixels from 1, got "half"'],
    [{ overlap: -4 }, 'overlap must be auto or a number of pixels from 0, got -4'],
    [{ memoryBytes: 0 }, 'memoryBytes must be a number of bytes above 0, got 0'],
    [{ statistics: 'some' as 'exact' }, 'statistics must be sampled or exact, got "some"'],
    [{ rounding: 'up' as 'nearest' }, 'rounding must be truncate or nearest, got "up"'],
  ])('refuses %j', async (options, message) => {
    const translation = translateImage(resnet(), scene(8, 8), options)
    await expect(translation).rejects.toMatchObject({ code: 'OPTION_INVALID', message })
  })

  it('refuses tiles, or a whole picture, that take more memory than is allowed', async () => {
    const network = resnet()
    const allowed = { memoryBytes: 33 * 2 ** 20 }
    for (const [tile, what] of [
      ['whole', 'the whole picture'],
      [2000, 'the whole picture'],
      [384, 'a tile of 384 × 300'],
    ] as const) {
      await expect(translateImage(network, scene(600, 300), { ...allowed, tile })).rejects.toMatchObject({
        code: 'OPTION_INVALID',
        message: expect.stringMatching(new RegExp(`^${what} takes \\d+ MiB, and 33 are allowed$`)),
      })
    }
  })

  it('refuses memory that not even the smallest tiles fit into, and says how much they take', async () => {
    const translation = translateImage(resnet(), scene(600, 300), { memoryBytes: 16 * 2 ** 20 })
    await expect(translation).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringMatching(
        /^16 MiB are too little for this network: the smallest tiles, 256 × 256, take \d+$/,
      ),
    })
  })
})

describe('tiles', () => {
  it.each([
    [100, 40, 12, 4],
    [2000, 512, 184, 4],
    [2048, 1024, 256, 256],
    [516, 512, 0, 4],
    [64, 512, 64, 4],
    [1000, 8, 4000, 4],
  ])(
    'of an axis of %d with sides of %d and overlaps of %d on a grid of %d cover it once',
    (length, tile, overlap, factor) => {
      const spans = tileSpans(length, { tile, overlap, factor })
      const sums = new Float64Array(length)
      const own = new Int32Array(length)
      for (const {
        start,
        length: side,
        own: [from, to],
        weights,
      } of spans) {
        expect([start % factor, start + side <= length, weights.length]).toEqual([0, true, side])
        weights.forEach((weight, i) => {
          sums[start + i] = (sums[start + i] ?? 0) + weight
        })
        for (let at = from; at < to; at++) own[at] = (own[at] ?? 0) + 1
        expect([from >= start, to <= start + side, from % factor]).toEqual([true, true, 0])
      }
      expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(1e-6)
      expect(new Set(own)).toEqual(new Set([1]))
    },
  )
})

describe('a plan of tiles', () => {
  const reach = { factor: 4, smallestSide: 8, radius: 84 }
  const costOf = (width: number, height: number) => width * height

  it('stays within what a tile may cost, joins exactly, and wastes little', () => {
    const plan = planTiles({ width: 2000, height: 1500 }, reach, { costOf, most: 700 * 700 })
    const { across, down } = plan!
    expect(costOf(across.side, down.side)).toBeLessThanOrEqual(700 * 700)
    expect([across.overlap, down.overlap]).toEqual([168, 168])
    const count = (length: number, { side, overlap }: typeof across) =>
      tileSpans(length, { tile: side, overlap, factor: 4, radius: 84 }).length
    const work = count(2000, across) * across.side * count(1500, down) * down.side
    expect(work / (2000 * 1500)).toBeLessThan(1.6)
  })

  it('takes narrower overlaps when tiles are too small to join exactly', () => {
    const plan = planTiles({ width: 2000, height: 1500 }, reach, { costOf, most: 260 * 260 })
    expect(plan?.across.overlap).toBeLessThan(168)
    expect(plan?.across.overlap).toBeGreaterThanOrEqual(64)
  })

  it('blends tiles of networks that halve often over two places of the coarsest layer', () => {
    const plan = planTiles(
      { width: 2048, height: 1536 },
      { ...reach, factor: 64, radius: 760 },
      { costOf, most: 300 * 300 },
    )
    expect(plan?.across.overlap).toBeGreaterThanOrEqual(128)
    expect(plan?.across.overlap).toBeLessThanOrEqual((plan?.across.side ?? 0) / 2)
  })

  it('is none when the smallest tiles cost too much', () => {
    expect(planTiles({ width: 2000, height: 1500 }, reach, { costOf, most: 250 * 250 })).toBeNull()
  })

  it.each([
    [2001, 1499],
    [3, 20_000],
    [40_000, 1000],
  ])('covers %d × %d', (width, height) => {
    const image = { width: Math.ceil(width / 4) * 4, height: Math.ceil(height / 4) * 4 }
    const plan = planTiles(image, reach, { costOf, most: 512 * 512 })
    expect(plan?.across.side).toBeLessThanOrEqual(image.width)
    expect(costOf(plan!.across.side, plan!.down.side)).toBeLessThanOrEqual(512 * 512)
  })
})

describe('the mirrored image beyond an edge', () => {
  it('goes on for as long as it takes', () => {
    const line: Raster = { width: 3, height: 1, channels: 1, data: Uint8Array.of(10, 20, 30) }
    const part = mirroredPart(line, { left: -4, top: -1, width: 11, height: 3 })
    expect([...part.data.subarray(0, 11)]).toEqual([10, 20, 30, 20, 10, 20, 30, 20, 10, 20, 30])
  })
})
