import { describe, expect, it } from 'vitest'
import { cardDifferences, compareCards } from '../../../src/metrics/support/compare-cards.js'
import { cardText, type MetricCardFields, makeCard, parseCard } from '../../../src/metrics/support/metric-card.js'
import { sampleRemarks, samplesNeeded } from '../../../src/metrics/support/sample-sizes.js'
import { refusal } from '../golden-metric.js'

const fields: MetricCardFields = {
  metric: 'fid',
  value: 12.25,
  better: 'lower',
  interval: { low: 11.5, high: 13, confidence: 0.95, method: 'centred', resamples: 200 },
  features: { name: 'lenet-mnist', layer: '128', hash: 'ab12', input: 'grey 28x28 bilinear mnist' },
  resizer: 'bilinear',
  counts: { real: 10_000, fake: 10_000 },
  split: 'test',
  data: 'fingerprint',
  settings: { convention: 'unbiased', quantisation: 'truncate' },
  seed: 3,
  subject: { name: '0007-dcgan-digits', step: 2400, weights: 'ema' },
}

const card = (changes: Partial<MetricCardFields> = {}) => makeCard({ ...fields, ...changes })

describe('metric cards', () => {
  it('come back from their text as they were, with the versions of the tools', () => {
    const made = card({ details: { std: 0.5 }, remarks: ['few samples'] })
    expect(parseCard(cardText(made), 'card.json')).toEqual(made)
    expect(Object.keys(made.tools)).toEqual(['ganymede', 'libtorch', 'node'])
    expect(made.tools.node).toBe(process.versions.node)
  })

  it('write infinity as null, and refuse NaN', () => {
    const made = card({ metric: 'psnr', value: Number.POSITIVE_INFINITY, better: 'higher', interval: null })
    expect(JSON.parse(cardText(made)).value).toBeNull()
    expect(parseCard(cardText(made), 'card.json').value).toBe(Number.POSITIVE_INFINITY)
    refusal('NON_FINITE', () => card({ value: Number.NaN }))
  })

  it('are refused with every field that does not fit', () => {
    const json = JSON.parse(cardText(card()))
    const text = JSON.stringify({ ...json, value: 'good', counts: { real: -1, fake: 5 }, extra: 1 })
    const { message, lines } = refusal('METRICS_INVALID', () => parseCard(text, 'evil.json'))
    expect(message).toContain('evil.json')
    expect(lines.join('\n')).toMatch(/value: .*\n?/)
    expect(lines.join('\n')).toContain('counts.real')
    expect(lines.join('\n')).toContain('extra')
    refusal('METRICS_INVALID', () => parseCard('{', 'torn.json'))
    refusal('METRICS_INVALID', () => parseCard('[]', 'list.json'))
    refusal('METRICS_INVALID', () => parseCard(text.replace('metric/1', 'metric/2'), 'newer.json'))
  })
})

describe('compareCards', () => {
  it('tells which is better, and whether the intervals are apart', () => {
    const better = card({ value: 9, interval: { ...fields.interval!, low: 8, high: 10 } })
    expect(compareCards(card(), better)).toMatchObject({
      difference: -3.25,
      better: 'second',
      clear: true,
      remarks: [],
    })
    expect(compareCards(better, card())).toMatchObject({ difference: 3.25, better: 'first' })
    expect(compareCards(card(), card({ value: 12.5 }))).toMatchObject({ better: 'first', clear: false })
    expect(compareCards(card(), card({ interval: null }))).toMatchObject({ better: 'equal', clear: null })
    const [low, high] = [card({ better: 'higher', value: 1 }), card({ better: 'higher', value: 2 })]
    expect(compareCards(low, high).better).toBe('second')
  })

  it.each([
    ['metric', { metric: 'kid' }],
    ['features.hash', { features: { ...fields.features!, hash: 'cd34' } }],
    ['features.layer', { features: { ...fields.features!, layer: 'logits' } }],
    ['features.input', { features: { ...fields.features!, input: 'grey 28x28 clean mnist' } }],
    ['resizer', { resizer: 'clean' }],
    ['counts.real', { counts: { real: 5000, fake: 10_000 } }],
    ['counts.fake', { counts: { real: 10_000, fake: 5000 } }],
    ['split', { split: 'train' }],
    ['data', { data: 'another' }],
    ['settings.convention', { settings: { convention: 'population', quantisation: 'truncate' } }],
    ['settings.quantisation', { settings: { convention: 'unbiased' } }],
  ] as const)('refuses cards that differ in %s, and names it', (field, changes) => {
    const { message, lines } = refusal('METRICS_UNLIKE', () => compareCards(card(), card(changes)))
    expect(message).toContain(field)
    expect(lines).toHaveLength(1)
  })

  it('names all differing fields at once, and cards without features beside ones with', () => {
    const error = refusal('METRICS_UNLIKE', () => compareCards(card(), card({ split: 'train', resizer: 'clean' })))
    expect(error.lines).toEqual(['resizer: bilinear and clean', 'split: test and train'])
    const pixels = cardDifferences(card(), card({ features: null })).map(({ field }) => field)
    expect(pixels).toEqual(['features.name', 'features.layer', 'features.hash', 'features.input'])
  })

  it('remarks other seeds and versions without refusing them', () => {
    const other = { ...card({ seed: 4 }), tools: { ...card().tools, libtorch: '9.9.9' } }
    const { remarks } = compareCards(card(), other)
    expect(remarks[0]).toBe('seeds differ: 3 and 4')
    expect(remarks[1]).toMatch(/^libtorch differs: .* and 9\.9\.9$/)
  })
})

describe('sample remarks', () => {
  it('warn of FID with no more samples than features, and of small sets', () => {
    expect(sampleRemarks('fid', { real: 60_000, fake: 50_000 }, 2048)).toEqual([])
    expect(sampleRemarks('fid', { real: 60_000, fake: 2000 }, 2048)).toHaveLength(2)
    expect(sampleRemarks('fid', { real: 500, fake: 500 }, 64)).toEqual([])
    expect(sampleRemarks('kid', { real: 500, fake: 1000 })[0]).toContain('500 samples')
    expect(samplesNeeded('ssim')).toBeNull()
  })
})
