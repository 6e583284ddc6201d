import { Generator, noGrad, scope } from '@ganymede/torch'
import { afterEach, describe, expect, it } from 'vitest'

import type { ChannelCount, Raster } from '../../src/data/raster.js'
import { ResnetGenerator } from '../../src/models/image-to-image/resnet-generator.js'
import { mirroredPart } from '../../src/translate/image-bytes.js'
import { networkReach } from '../../src/translate/network-reach.js'
import { tileSpans } from '../../src/translate/tile-plan.js'
import { type ImageNetwork, translateImage } from '../../src/translate/translate-image.js'

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
    expect(largestDifference(whole.pixels, tiled.pixels)).toBeLessThanOrEqual(1)
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

  it('stops between tiles when asked to', async () => {
    const abort = new AbortController()
    const onProgress = () => abort.abort(new Error('enough'))
    const translation = translateImage(resnet(), scene(150, 118), { tile: 88, signal: abort.signal, onProgress })
    await expect(translation).rejects.toThrow('enough')
  })

  it('goes over to tiles when the whole does not fit into the memory given', async () => {
    const { way } = await translateImage(resnet({ blocks: 1 }), scene(600, 300), { memoryBytes: 4 * 2 ** 20 })
    expect(way).toMatchObject({ kind: 'tiles', width: 256 })
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

describe('the mirrored image beyond an edge', () => {
  it('goes on for as long as it takes', () => {
    const line: Raster = { width: 3, height: 1, channels: 1, data: Uint8Array.of(10, 20, 30) }
    const part = mirroredPart(line, { left: -4, top: -1, width: 11, height: 3 })
    expect([...part.data.subarray(0, 11)]).toEqual([10, 20, 30, 20, 10, 20, 30, 20, 10, 20, 30])
  })
})
