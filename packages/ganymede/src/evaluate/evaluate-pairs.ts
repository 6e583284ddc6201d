/** Metrics of images that belong together two by two: reconstructions, translations, restored pictures. */

import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import { resolveDevice, scope } from '@ganymede/torch'
import { type LpipsNetwork, openLpips } from '../metrics/features/lpips-network.js'
import { msSsim } from '../metrics/ms-ssim.js'
import { psnr } from '../metrics/psnr.js'
import { ssim } from '../metrics/ssim.js'
import { meanInterval } from '../metrics/support/bootstrap.js'
import { type MetricCard, makeCard } from '../metrics/support/metric-card.js'
import { type PixelSet, pixelTensor, realPixels } from './collect.js'
import { commonForm } from './evaluate-folders.js'
import { type ImageSet, openImages } from './image-sets.js'
import { findLabelColours, type LabelColours, LabelMeter } from './label-meter.js'

/** Metrics of pairs, by the names of `--pairs`. */
export const pairMetricNames = ['ssim', 'ms-ssim', 'psnr', 'lpips'] as const

export type PairMetricName = (typeof pairMetricNames)[number]

export interface EvaluatePairsOptions {
  /** Default: all that the size allows; LPIPS when its files are given. */
  readonly metrics?: readonly PairMetricName[] | undefined
  /** Side to which both images are brought; default: the size that all have. */
  readonly size?: number | undefined
  /** Weights of SqueezeNet 1.1, and the linear layers of LPIPS v0.1. */
  readonly lpips?: { readonly backbone: string; readonly heads: string } | undefined
  /** Colours of the classes when both are label maps: adds pixel accuracy, class accuracy and IoU; the second is the truth. */
  readonly labelColours?: LabelColours | undefined
  readonly seed?: number | undefined
  /** Resamples of the intervals; 0: none; default 1000. */
  readonly bootstrap?: number | undefined
  readonly device?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((what: string, done: number, total: number) => void) | undefined
}

// SSIM works in float64 with maps of the image's size: this many at a time.
const batch = 16
const ssimWindow = 11
// Five scales of an 11 px window.
const msSsimSide = 161

/**
 * Measures each image against its partner, which has the same name (without its ending), or the same place in files that
 * have no names.
 *
 * @throws GanymedeError `OPTION_INVALID` naming images without a partner, and metrics that cannot be taken
 */
export async function evaluatePairs(
  first: string,
  second: string,
  options: EvaluatePairsOptions = {},
): Promise<readonly MetricCard[]> {
  const {
    metrics,
    size,
    lpips,
    labelColours,
    seed = 0,
    bootstrap = 1000,
    device = 'auto',
    signal,
    onProgress,
  } = givenOptions('evaluatePairs', options, [
    'metrics',
    'size',
    'lpips',
    'labelColours',
    'seed',
    'bootstrap',
    'device',
    'signal',
    'onProgress',
  ])
  requireText('evaluatePairs', 'first', first)
  requireText('evaluatePairs', 'second', second)
  const [formA, formB] = await commonForm([first, second], size, signal)
  const chosen = choosePairMetrics(metrics, Math.min(formA.size.width, formA.size.height), lpips !== undefined)
  const opened: { dispose(): unknown }[] = []
  try {
    const a = await openImages(formA, { signal })
    opened.push({ dispose: () => a.dataset.close() })
    const b = await openImages(formB, { signal })
    opened.push({ dispose: () => b.dataset.close() })
    const pairs = pairImages(a, b)
    const place = resolveDevice(device)
    let network: LpipsNetwork | null = null
    if (chosen.includes('lpips') && lpips !== undefined) {
      network = await openLpips(lpips.backbone, lpips.heads, { device: place })
      opened.push(network)
    }
    const labels = labelColours === undefined ? null : await labelMeterOf(labelColours, b)
    const values = new Map<PairMetricName, number[]>(chosen.map((metric) => [metric, []]))
    for (let from = 0; from < pairs.length; from += batch) {
      signal?.throwIfAborted()
      const some = pairs.slice(from, from + batch)
      const left = await realPixels(
        a.source,
        Uint32Array.from(some, ([index]) => index),
      )
      const right = await realPixels(
        b.source,
        Uint32Array.from(some, ([, index]) => index),
      )
      scope('pairs', () => {
        const [x, y] = [pixelTensor(left), pixelTensor(right)]
        for (const metric of chosen) values.get(metric)?.push(...valuesOf(metric, x, y, network))
      })
      for (let i = 0; i < some.length; i++) labels?.add(pictureOf(left, i), pictureOf(right, i))
      onProgress?.('pairs', from + some.length, pairs.length)
    }
    const common = {
      split: b.split,
      data: b.source.fingerprint,
      seed,
      subject: { name: a.dataset.info.name, step: null, weights: 'none' },
      counts: { real: pairs.length, fake: pairs.length },
    } as const
    const cards = chosen.map((metric) => {
      const numbers = values.get(metric) ?? []
      return makeCard({
        ...common,
        metric,
        value: numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
        better: metric === 'lpips' ? 'lower' : 'higher',
        interval: bootstrap < 2 ? null : meanInterval(numbers, { seed, resamples: bootstrap }),
        features:
          metric === 'lpips' && network !== null
            ? { name: 'lpips-squeeze', layer: '7 taps', hash: network.hash, input: 'rgb as is -1..1' }
            : null,
        resizer: 'none',
        settings: { images: b.transform, ...(metric === 'lpips' ? {} : { dataRange: 255 }) },
      })
    })
    const ofLabels = labels?.cards({ ...common, settings: { images: b.transform } }, bootstrap) ?? []
    return [...cards, ...ofLabels]
  } finally {
    for (const one of opened.reverse()) await one.dispose()
  }
}

/** @param truth  the images whose colours stand for classes */
async function labelMeterOf(colours: LabelColours, { dataset, source }: ImageSet): Promise<LabelMeter> {
  const read = async (index: number) => pictureOf(await realPixels(source, Uint32Array.of(index)), 0)
  return new LabelMeter(await findLabelColours(colours, { name: dataset.info.name, count: source.count, read }))
}

/** One of several images of the same size. */
function pictureOf({ pixels, shape: [, height, width, channels] }: PixelSet, index: number) {
  const size = height * width * channels
  return { channels, data: pixels.subarray(index * size, (index + 1) * size) }
}

type Pixels = ReturnType<typeof pixelTensor>

function valuesOf(metric: PairMetricName, a: Pixels, b: Pixels, network: LpipsNetwork | null): readonly number[] {
  switch (metric) {
    case 'ssim':
      return ssim(a, b, { dataRange: 255 }).perImage
    case 'ms-ssim':
      return msSsim(a, b, { dataRange: 255 }).perImage
    case 'psnr':
      return psnr(a, b, { dataRange: 255 }).perImage
    case 'lpips':
      return network === null ? [] : [...network.distances(a, b).floats()]
  }
}

function choosePairMetrics(
  asked: readonly PairMetricName[] | undefined,
  side: number,
  hasLpips: boolean,
): readonly PairMetricName[] {
  const reason = (metric: PairMetricName): string | null => {
    if (metric === 'ssim' && side < ssimWindow) return `needs images of at least ${ssimWindow} px, these have ${side}`
    if (metric === 'ms-ssim' && side < msSsimSide)
      return `needs images of at least ${msSsimSide} px, these have ${side}`
    if (metric !== 'lpips') return null
    if (!hasLpips) return 'needs --lpips-backbone and --lpips-heads, two files of weights'
    return side < 32 ? `needs images of at least 32 px, these have ${side}` : null
  }
  if (asked === undefined) return pairMetricNames.filter((metric) => reason(metric) === null)
  const refused = asked.filter((metric) => reason(metric) !== null)
  if (refused.length === 0) return asked
  throw new GanymedeError('OPTION_INVALID', `--metrics ${asked.join(',')} cannot be taken of these pairs`, {
    lines: refused.map((metric) => `${metric}: ${reason(metric)}`),
    remedy: 'Leave these metrics out, or give what they need.',
  })
}

function pairImages(a: ImageSet, b: ImageSet): [number, number][] {
  const placesOf = ({ dataset, source }: ImageSet): Map<string, number> =>
    new Map(Array.from({ length: source.count }, (_, i) => [dataset.nameOf(i).replace(/\.[^./]+$/, ''), i]))
  const [left, right] = [placesOf(a), placesOf(b)]
  const alone = [
    ...[...left.keys()].filter((name) => !right.has(name)).map((name) => `${a.dataset.info.path}: ${name}`),
    ...[...right.keys()].filter((name) => !left.has(name)).map((name) => `${b.dataset.info.path}: ${name}`),
  ]
  if (alone.length > 0 || left.size !== a.source.count || right.size !== b.source.count) {
    throw new GanymedeError('OPTION_INVALID', 'the images do not come in pairs', {
      lines: alone.length > 8 ? [...alone.slice(0, 8), `and ${alone.length - 8} more`] : alone,
      remedy: 'Give two folders whose images have the same names.',
    })
  }
  return [...left].map(([name, index]) => [index, right.get(name) ?? 0])
}
