/** Which curves of a run belong into one chart, in which order, and what is said about them. */
import type { RunReader, Series } from '@ganymede/runs/folder'
import { type WonRule, wonSentence } from '../doctor/won-discriminator.js'
import { barChart, type ChartLine, type ChartSpec, lineChart, mostLines } from './chart.js'
import type { Html } from './html.js'

/** A chart by the keys that belong into it. */
interface Group extends Omit<ChartSpec, 'lines'> {
  readonly keys: readonly (string | RegExp)[]
  /** Names that lines get instead of their keys. */
  readonly names?: Readonly<Record<string, string>>
}

const accuracyTitle = 'The discriminator is right on'

function accuracyText(rule: WonRule | null): string {
  return rule === null
    ? 'With this objective it is often near 1; the doctor does not judge by it.'
    : `${wonSentence(rule)}.`
}

const groups: readonly Group[] = [
  {
    title: 'Losses',
    text: 'The generator’s goes up and down with the discriminator’s; a falling line is no sign of better pictures.',
    keys: ['g/total', 'd/total'],
    names: { 'g/total': 'generator', 'd/total': 'discriminator' },
  },
  { title: 'Loss', keys: ['loss', 'nelbo'], text: 'Lower is better.' },
  {
    title: 'Reconstruction and KL',
    text: 'Nats a picture. KL near 0: the latents are not used.',
    keys: ['rec', 'kl'],
    names: { rec: 'reconstruction', kl: 'KL' },
  },
  {
    title: 'How far from the truth',
    text: 'Mean difference of output and truth, 0 to 2, before its weight. This is the curve that falls.',
    keys: ['g/l1'],
    names: { 'g/l1': 'difference' },
  },
  {
    title: 'What the way there and back loses',
    text: 'Mean difference of a picture and its translation back, before its weight. This is the curve that falls.',
    keys: ['g/cycle_a', 'g/cycle_b'],
    names: { 'g/cycle_a': 'A → B → A', 'g/cycle_b': 'B → A → B' },
  },
  {
    title: 'What changes that should stay',
    text: 'Difference of pictures and what the generator of their own kind makes of them.',
    keys: ['g/identity_a', 'g/identity_b'],
    names: { 'g/identity_a': 'A as A', 'g/identity_b': 'B as B' },
  },
  {
    title: 'How well D sees through translations',
    text: 'The generators’ adversarial losses: low when their pictures are taken for real.',
    keys: ['g/adv_a2b', 'g/adv_b2a'],
    names: { 'g/adv_a2b': 'A → B', 'g/adv_b2a': 'B → A' },
  },
  {
    title: accuracyTitle,
    keys: ['d/acc_real', 'd/acc_fake'],
    names: { 'd/acc_real': 'real images', 'd/acc_fake': 'generated ones' },
    bounds: [0, 1],
  },
  {
    title: 'Scores of the discriminator',
    text: 'Logits; above 0 means “real”. They should not grow without end.',
    keys: ['d/real_logit', 'd/fake_logit'],
    names: { 'd/real_logit': 'real images', 'd/fake_logit': 'generated ones' },
  },
  { title: 'Terms of the discriminator’s loss', keys: [/^d\/(?!total$|acc_|real_logit|fake_logit|grad_norm)/] },
  { title: 'Terms of the generator’s loss', keys: [/^g\/(?!total$|cycle$|fake_logit|grad_norm)/] },
  { title: 'Active latent dimensions', keys: ['active_units'] },
  {
    title: 'Gradient norms',
    text: 'Before clipping. Steady within a factor of ten or so; rising a hundredfold means trouble.',
    keys: [/(^|\/)grad_norm$/],
    scale: 'log',
  },
  { title: 'Learning rates', keys: [/^lr\//], scale: 'log' },
  { title: 'Augmentation strength', keys: ['ada/p'], bounds: [0, 1] },
  { title: 'Images a second', keys: ['imagesPerSec'] },
]

// Of no use as curves: counters, clocks, and what has a chart of its own.
const left = /^(imagesSeen|epoch|seconds|time\/|mem\/|kl\/|elbo$|ema\/|g\/fake_logit$|g\/cycle$|g\/identity$)/

/** Whether a value has no curve: the adversarial term has one where it is neither the whole loss nor a sum of others. */
function isLeftOut(key: string, all: ReadonlyMap<string, unknown>): boolean {
  return left.test(key) || (key === 'g/adv' && !all.has('g/l1'))
}

/** Charts of the metrics, best known first. */
export function metricCharts(reader: RunReader): Html[] {
  return chartsOf(
    [...reader.series()]
      .filter(([key]) => key.startsWith('metric/'))
      .map(([key, series]) => ({
        title: metricName(key.slice('metric/'.length)),
        ...partText(reader, key.slice('metric/'.length)),
        lines: [lineOf(key.slice('metric/'.length), series)],
      })),
  )
}

// In the order in which they are told.
const partTexts = {
  test: 'Measured on the test part of the data, which training does not see.',
  train: 'Measured on the training part of the data: it falls on too where pictures are only known by heart.',
} as const

/** What a metric was compared with, as its records say; a run that went on with other data has both. */
function partText(reader: RunReader, metric: string): { readonly text?: string } {
  const parts = reader.records('metric').flatMap((one) => (one.metric === metric ? [one.part] : []))
  const told = Object.entries(partTexts).filter(([part]) => parts.includes(part))
  if (told.length === 0) return {}
  return {
    text: told
      .map(([part, text]) => (told.length === 1 ? text : `${text} (${countOf(parts, part)} of ${parts.length} times)`))
      .join(' '),
  }
}

function countOf(items: readonly unknown[], wanted: unknown): number {
  return items.filter((item) => item === wanted).length
}

/**
 * Charts of everything else that was logged.
 *
 * @param rule  what the doctor judges this run's discriminator by; null: not by its accuracy
 */
export function trainingCharts(reader: RunReader, rule: WonRule | null): Html[] {
  const series = new Map([...reader.series()].filter(([key]) => !key.startsWith('metric/')))
  const used = new Set<string>()
  const specs: ChartSpec[] = groups.flatMap(({ keys, names = {}, ...group }) => {
    const fitting = [...series.keys()].filter(
      (key) =>
        !isLeftOut(key, series) &&
        !used.has(key) &&
        keys.some((one) => (typeof one === 'string' ? one === key : one.test(key))),
    )
    const ordered = fitting.sort((a, b) => placeOf(a, keys) - placeOf(b, keys)).slice(0, mostLines)
    for (const key of ordered) used.add(key)
    return ordered.length === 0
      ? []
      : [{ ...group, lines: ordered.map((key) => lineOf(names[key] ?? key, series.get(key))) }]
  })
  const others = [...series.keys()].filter((key) => !used.has(key) && !isLeftOut(key, series)).slice(0, 12)
  const told = specs.map((spec) => (spec.title === accuracyTitle ? { ...spec, text: accuracyText(rule) } : spec))
  return [
    ...chartsOf(told),
    ...(klBars(series) ?? []),
    ...chartsOf(others.map((key) => ({ title: key, lines: [lineOf(key, series.get(key))] }))),
    ...chartsOf(probeCharts(reader)),
  ]
}

/** What the doctor's instruments showed. */
function probeCharts(reader: RunReader): ChartSpec[] {
  const probes = reader.records('probe')
  const variety = probes.flatMap(({ step, samples }) => {
    const { spread, realSpread } = (samples ?? {}) as Record<string, unknown>
    return typeof spread === 'number' && typeof realSpread === 'number' && realSpread > 0
      ? [{ step, value: spread / realSpread }]
      : []
  })
  const updates = new Map<string, { steps: number[]; values: number[] }>()
  for (const { step, layers } of probes) {
    for (const [network, ratio] of medianUpdates(layers)) {
      const line = updates.get(network) ?? { steps: [], values: [] }
      updates.set(network, line)
      line.steps.push(step)
      line.values.push(ratio)
    }
  }
  return [
    {
      title: 'Variety of pictures',
      text: 'Distance between pictures of different seeds, as part of the distance between real images. Near 0: all are the same.',
      lines: [{ label: 'variety', steps: variety.map(({ step }) => step), values: variety.map(({ value }) => value) }],
      bounds: [0, 1],
    },
    {
      title: 'How far a step moves the weights',
      text: 'As part of their size, median over layers. About 0.01 or less is healthy; 0: nothing is learned.',
      lines: [...updates].map(([label, line]) => ({ label, ...line })),
      scale: 'log',
    },
  ]
}

function medianUpdates(layers: unknown): [network: string, ratio: number][] {
  if (typeof layers !== 'object' || layers === null) return []
  const byNetwork = new Map<string, number[]>()
  for (const [name, layer] of Object.entries(layers)) {
    const update = (layer as { update?: unknown } | null)?.update
    if (typeof update !== 'number') continue
    const network = name.split('.')[0] ?? name
    byNetwork.set(network, [...(byNetwork.get(network) ?? []), update])
  }
  return [...byNetwork].map(([network, ratios]) => {
    const sorted = ratios.sort((a, b) => a - b)
    return [network, sorted[Math.floor((sorted.length - 1) / 2)] ?? 0]
  })
}

function klBars(series: ReadonlyMap<string, Series>): Html[] | null {
  const bars = [...series].flatMap(([key, { values }]) =>
    /^kl\/\d+$/.test(key) ? [{ label: key.slice(3), value: values.at(-1) ?? 0 }] : [],
  )
  const chart = barChart({
    title: 'KL of each latent dimension',
    text: 'Nats, in the last log line. A dimension near 0 is not used.',
    bars: bars.sort((a, b) => b.value - a.value).slice(0, 64),
  })
  return chart === null ? null : [chart]
}

function chartsOf(specs: readonly ChartSpec[]): Html[] {
  return specs.flatMap((spec) => lineChart(spec) ?? [])
}

function lineOf(label: string, series: Series | undefined): ChartLine {
  return { label, steps: series?.steps ?? [], values: series?.values ?? [] }
}

function placeOf(key: string, keys: readonly (string | RegExp)[]): number {
  return keys.findIndex((one) => (typeof one === 'string' ? one === key : one.test(key)))
}

function metricName(name: string): string {
  return (
    {
      swd: 'Sliced Wasserstein distance (lower is better)',
      fid: 'FID (lower is better)',
      kid: 'KID (lower is better)',
    }[name] ?? name
  )
}
