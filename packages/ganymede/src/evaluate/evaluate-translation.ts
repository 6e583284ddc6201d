/** Metrics of a run that makes pictures from pictures: against the truth where its data are pairs, else of the two sets. */
import { join } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { readRunRecord } from '@ganymede/runs/folder'
import { resolveDevice } from '@ganymede/torch'
import type { Dataset } from '../data/dataset.js'
import type { OpenModel } from '../inference/open-model.js'
import { behaviourText, translatorOfModel } from '../inference/translator.js'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import { inceptionText } from '../metrics/features/inception-file.js'
import { type LpipsNetwork, openLpips } from '../metrics/features/lpips-network.js'
import { describeInput } from '../metrics/features/network-input.js'
import { openFeatureNetwork } from '../metrics/features/open-features.js'
import { meanInterval } from '../metrics/support/bootstrap.js'
import { type MetricCard, makeCard } from '../metrics/support/metric-card.js'
import { sampleRemarks } from '../metrics/support/sample-sizes.js'
import { openTrainingData, withChannels } from '../training/feed/open-training-data.js'
import { writeCards } from './cards.js'
import type { EvaluateRunOptions, Evaluation } from './evaluation.js'
import { findLabelColours, LabelMeter } from './label-meter.js'
import { type ScoreName, TranslationMeter } from './translation-meter.js'

/** Scores of pairs that become cards of their own. */
const scored: readonly { readonly metric: string; readonly of: ScoreName; readonly better: 'lower' | 'higher' }[] = [
  { metric: 'l1', of: 'l1', better: 'lower' },
  { metric: 'psnr', of: 'psnr', better: 'higher' },
  { metric: 'ssim', of: 'ssim', better: 'higher' },
  { metric: 'lpips', of: 'lpips', better: 'lower' },
]

const setMetrics = ['fid', 'kid'] as const

/**
 * Measures a run of a translation system on the test part of its data, or on what `split` and `against` say: L1, PSNR and
 * SSIM of pairs, LPIPS when its files are given, `l1-gain`, the share by which L1 is below that of the input itself, and FID
 * and KID with a feature network. With the colours of label maps: pixel accuracy, class accuracy and IoU. Data that are no
 * pairs have FID and KID only.
 *
 * @throws GanymedeError `OPTION_INVALID` for metrics that cannot be taken; others as the data and networks give
 */
export async function evaluateTranslation(
  model: OpenModel,
  options: EvaluateRunOptions,
): Promise<Omit<Evaluation, 'checkpoint'>> {
  const { seed = 0, count, raw = false, bootstrap, signal, onProgress, onNote, write = true, against } = options
  refuseOthers(options)
  const opened: { dispose(): unknown }[] = []
  try {
    const dataset = await openPart(model, options)
    opened.push({ dispose: () => dataset.close() })
    const { targets, info, transform } = dataset
    if (targets === undefined) throw new GanymedeError('DATA_LAYOUT', `${info.path} holds no images of two domains`)
    const isPair = targets.items === 'pairs'
    const features = await openFeatures(model, options)
    if (features !== null) opened.push(features)
    const lpips = await openPerceptual(model, options)
    if (lpips !== null) opened.push(lpips)
    if (!isPair && features === null) {
      throw new GanymedeError(
        'OPTION_INVALID',
        `the data of ${model.run.name} are no pairs, so pictures have no truth`,
        {
          remedy: `Name a feature network for FID and KID of both sets, such as ${inceptionText}`,
        },
      )
    }
    if (!isPair && options.labelColours !== undefined) {
      throw new GanymedeError('OPTION_INVALID', `the data of ${model.run.name} are no pairs, so labels have no truth`, {
        remedy: 'Leave out --label-colours, or name pairs with --against.',
      })
    }
    const translator = translatorOfModel(model, { seed, raw })
    onNote?.(behaviourText(translator))
    const isSwapped = translator.direction !== model.options.data.direction
    const images = Math.min(count ?? info.count, info.count)
    const raster = (data: Uint8Array, channels: ChannelCount): Raster => ({
      width: transform.width,
      height: transform.height,
      channels,
      data,
    })
    const meter = new TranslationMeter({ features, lpips })
    const classes =
      options.labelColours === undefined
        ? null
        : await findLabelColours(options.labelColours, {
            name: info.name,
            count: images,
            read: async (index) => {
              const { image, target } = await targets.read(index, signal)
              return isSwapped ? raster(image, info.channels) : raster(target, targets.channels)
            },
          })
    const labels = classes === null ? null : new LabelMeter(classes)
    for (let index = 0; index < images; index++) {
      signal?.throwIfAborted()
      const { image, target } = await targets.read(index, signal)
      const [first, second] = [raster(image, info.channels), raster(target, targets.channels)]
      const [input, truth] = isSwapped ? [second, first] : [first, second]
      const { pixels } = await translator.translate(input, { signal })
      await meter.add({ input, output: pixels, truth })
      labels?.add(pixels, truth)
      onProgress?.('pictures', index + 1, images)
    }
    const summary = meter.summary(seed)
    if (summary === null) throw new GanymedeError('DATA_EMPTY', `${info.path} holds no pictures to measure`)

    const isTraining = (info.split ?? 'train') === 'train'
    const recorded = readRunRecord(model.run.record).data.fingerprint
    const isChanged = against === undefined && isTraining && recorded !== info.fingerprint
    const common = {
      split: info.split ?? 'all',
      data: info.fingerprint,
      seed,
      subject: { name: model.run.name, step: model.step, weights: model.hasEma && !raw ? 'ema' : 'raw' } as const,
      counts: { real: images, fake: images },
      remarks: isChanged ? ['the data has changed since the run was trained'] : [],
    }
    const settings = {
      images: `${transform.width}x${transform.height}x${translator.outputChannels}`,
      direction: translator.direction,
      behaviour: behaviourText(translator),
    }
    const interval = (values: readonly number[]) =>
      bootstrap === 0 || values.length < 2 || !values.every(Number.isFinite)
        ? null
        : meanInterval(values, { seed, resamples: bootstrap ?? 1000 })
    const pixelCard = (
      metric: string,
      value: number,
      better: 'lower' | 'higher',
      values: readonly number[],
    ): MetricCard =>
      makeCard({
        ...common,
        metric,
        value,
        better,
        interval: interval(values),
        features:
          metric === 'lpips' && lpips !== null
            ? { name: 'lpips-squeeze', layer: '7 taps', hash: lpips.hash, input: 'rgb as is -1..1' }
            : null,
        resizer: 'none',
        settings: { ...settings, scale: metric === 'l1' ? '-1..1' : '0..255' },
        details: metric === 'l1' && summary.copyL1 !== null ? { ofInput: summary.copyL1 } : {},
      })
    const cards = isPair
      ? scored.flatMap(({ metric, of, better }) => {
          const value = summary[of]
          return value === null
            ? []
            : [
                pixelCard(
                  metric,
                  value,
                  better,
                  meter.scores.flatMap((one) => one[of] ?? []),
                ),
              ]
        })
      : []
    if (isPair && summary.copyL1 !== null && summary.copyL1 > 0) {
      cards.splice(1, 0, pixelCard('l1-gain', 1 - summary.l1 / summary.copyL1, 'higher', []))
    }
    cards.push(...(labels?.cards({ ...common, settings }, bootstrap ?? 1000) ?? []))
    for (const metric of setMetrics) {
      const value = summary[metric]
      if (value === null || features === null || !wants(options, metric)) continue
      cards.push(
        makeCard({
          ...common,
          metric,
          value,
          better: 'lower',
          features: {
            name: features.name,
            layer: features.layer,
            hash: features.hash,
            input: describeInput(features.input),
          },
          resizer: features.input.size === null ? 'none' : features.input.resizer,
          settings,
          remarks: [...common.remarks, ...sampleRemarks(metric, common.counts, features.dims)],
        }),
      )
    }
    const files = write ? writeCards(join(model.run.dir, 'metrics'), { cards, floors: [] }) : []
    return { cards, floors: [], files }
  } finally {
    for (const one of opened.reverse()) await one.dispose()
  }
}

function wants({ metrics }: EvaluateRunOptions, metric: (typeof setMetrics)[number]): boolean {
  return metrics === undefined || metrics.includes(metric)
}

/** What belongs to systems that make pictures from seeds. */
function refuseOthers({ metrics = [], importanceSamples = 0, features }: EvaluateRunOptions): void {
  const wrong = metrics.filter((metric) => metric !== 'fid' && metric !== 'kid')
  const problems = [
    ...wrong.map((metric) => `${metric}: is for pictures that are made from seeds`),
    ...(metrics.length > 0 &&
    wrong.length === 0 &&
    (features === undefined || features === 'auto' || features === 'none')
      ? ['fid and kid need a feature network: --features <file>']
      : []),
    ...(importanceSamples > 0 ? ['--iwae is for a VAE'] : []),
    ...(features === 'classifier' ? ['--features classifier: pictures of two domains have no classes'] : []),
  ]
  if (problems.length === 0) return
  throw new GanymedeError('OPTION_INVALID', 'these cannot be taken of translated pictures', {
    lines: problems,
    remedy:
      'L1, PSNR, SSIM are always taken of pairs; --features adds FID and KID, --lpips-backbone and --lpips-heads LPIPS.',
  })
}

async function openPart(
  model: OpenModel,
  { split = 'auto', against, signal, onNote }: EvaluateRunOptions,
): Promise<Dataset> {
  const { channels, targetChannels = channels } = model.data
  const options = withChannels(model.options, channels as ChannelCount, targetChannels as ChannelCount)
  const open = (part: 'train' | 'test' | undefined) =>
    openTrainingData(model.system, options, { split: part, path: against, signal })
  if (split !== 'auto') return open(split)
  try {
    return await open('test')
  } catch (error) {
    if (!(error instanceof GanymedeError && (error.code === 'DATA_NOT_FOUND' || error.code === 'DATA_EMPTY')))
      throw error
    // Other data were not learned from, whatever parts they have.
    if (against === undefined) onNote?.('there is no test part: measured on what was learned from')
    return open(undefined)
  }
}

function openFeatures(
  model: OpenModel,
  { features = 'auto', layer, input, device = 'auto' }: EvaluateRunOptions,
): Promise<FeatureNetwork | null> {
  if (features === 'auto' || features === 'none') return Promise.resolve(null)
  const { width, height } = model.data
  return openFeatureNetwork(features, {
    device: resolveDevice(device),
    layer,
    imageSize: { width, height },
    ...(input === undefined ? {} : { input }),
  })
}

async function openPerceptual(model: OpenModel, { lpips }: EvaluateRunOptions): Promise<LpipsNetwork | null> {
  if (lpips === undefined) return null
  return openLpips(lpips.backbone, lpips.heads, { device: model.context.device })
}
