import { describe, expect, it } from 'vitest'

import { diagnose } from '../../src/doctor/diagnose.js'
import { evidence, type RunSketch } from './evidence-example.js'

const gan = {
  'd/total': 0.8,
  'd/acc_real': 0.85,
  'd/acc_fake': 0.85,
  'd/real_logit': 1,
  'd/fake_logit': -1,
  'd/adv_real': 0.4,
  'd/adv_fake': 0.4,
  'g/adv': 1.4,
  'g/total': 1.4,
  'd/grad_norm': 5,
  'g/grad_norm': 3,
  epoch: (share: number) => 20 * share,
  'time/data': 0.01,
  'time/d': 0.6,
  'time/g': 0.4,
  'time/other': 0.01,
}
const layer = { size: 1024, grad: 0.5, weight: 1, update: 0.008, dead: 0 }
const options = {
  model: { lrG: 2e-4, lrD: 2e-4, realLabel: 1, penalty: 'none', objective: 'vanilla' },
  train: { clipG: 0, dWarmupSteps: 0 },
}
const vae = { rec: 90, kl: 25, active_units: 18, loss: 115, grad_norm: 300 }
const critic = { ...gan, 'd/total': -6, 'd/adv_real': -8, 'd/adv_fake': 2, 'd/real_logit': 8, 'd/fake_logit': 2 }
const wasserstein = { model: { objective: 'wgan', penalty: 'none' } }
const translating = (ganMode: string, more = {}) => ({ options: { model: { ganMode, lrD: 2e-4, ...more }, train: {} } })
// Two directions and two discriminators, as CycleGAN logs them.
const cycles = {
  ...gan,
  'd/total': 0.2,
  'd/adv_real': 0.1,
  'd/adv_fake': 0.1,
  'g/adv_a2b': 0.6,
  'g/adv_b2a': 0.6,
  'g/adv': 1.2,
}
const certain = { 'd/acc_real': 1, 'd/acc_fake': 1 }
const labels = { classes: 10, accuracy: 0.6, realAccuracy: 0.7 }

// Medians over the weights of the demo preset's own run (lrG 2e-3, lrD 1e-3, beta2 0.9), at the steps of its probes.
const demoSteps = [1, 10, 30, 100, 200, 300, 400, 500, 600, 700, 800]
const demoUpdates = {
  generator: [0.1003, 0.0546, 0.0508, 0.0421, 0.0365, 0.032, 0.0237, 0.0224, 0.0219, 0.0183, 0.0174],
  discriminator: [0.0505, 0.025, 0.0263, 0.0192, 0.0184, 0.0212, 0.0185, 0.0153, 0.0152, 0.0121, 0.0122],
}
const recorded = (updates: readonly number[], factor = 1) => ({
  ...layer,
  update: (share: number) => factor * (updates[demoSteps.indexOf(Math.round(share * 800))] ?? Number.NaN),
})

/** The demo's run up to a step of its probes, with a generator whose steps are so many times larger. */
function demoUntil(until: number, factor = 1): RunSketch {
  return {
    steps: 800,
    curves: gan,
    layers: {
      'generator.a': recorded(demoUpdates.generator, factor),
      'discriminator.a': recorded(demoUpdates.discriminator),
    },
    probeSteps: demoSteps.filter((step) => step <= until),
  }
}

const healthy: readonly (readonly [what: string, run: RunSketch])[] = [
  ['a GAN', { curves: gan, layers: { 'generator.a': layer, 'discriminator.a': layer }, variety: rising() }],
  [
    'a GAN whose D is ahead for a while',
    { curves: { ...gan, 'd/total': 0.1, 'd/acc_real': 1, 'd/acc_fake': 1, 'g/adv': 5 } },
  ],
  [
    'a GAN whose D was sure in the beginning',
    { curves: { ...gan, 'd/total': (share) => (share < 0.5 ? 0.02 : 0.3), 'g/adv': 5 } },
  ],
  ['a critic with a penalty', { curves: critic, facts: { options: wasserstein } }],
  [
    'a critic whose scores drift together',
    {
      curves: { ...critic, 'd/real_logit': (share) => 8 + 500 * share, 'd/fake_logit': (share) => 2 + 500 * share },
    },
  ],
  [
    'weights that are clipped in the first step',
    {
      curves: critic,
      layers: { 'discriminator.a': { ...layer, update: (share) => (share < 0.002 ? 0.65 : 0.008) } },
    },
  ],
  ['a VAE', { curves: vae }],
  [
    'a VAE that warms up',
    {
      curves: { ...vae, kl: 0.01 },
      facts: { options: { model: { klWarmup: 2000 } } },
    },
  ],
  ['pictures of a healthy system', { curves: gan, pictures: { labels } }],
  [
    'labels that are not learned yet',
    { curves: { ...gan, epoch: 2 }, pictures: { labels: { ...labels, accuracy: 0.1 } } },
  ],
  ['a CycleGAN', { curves: cycles, facts: translating('lsgan'), translations: [{}, { direction: 'b2a' }] }],
  [
    'a CycleGAN whose D is ahead',
    { curves: { ...cycles, ...certain, 'd/adv_real': 0.02, 'd/adv_fake': 0.02 }, facts: translating('lsgan') },
  ],
  [
    'a pix2pix whose D is ahead: the truth teaches too',
    {
      curves: { ...gan, ...certain, 'd/adv_real': 0.05, 'd/adv_fake': 0.05, 'g/adv': 5 },
      facts: translating('vanilla'),
    },
  ],
  [
    'a few pairs seen many times',
    { curves: { ...gan, epoch: 400 }, facts: { ...translating('vanilla'), images: 100 } },
  ],
  [
    'colours given to grey pairs',
    { translations: [{ isPair: true, change: null, distance: null, correlation: 0.99 }] },
  ],
  [
    'negatives, where those are the other kind of pictures',
    { translations: [{ correlation: -0.9, brightness: { input: -0.8, output: 0.7, target: 0.8 } }] },
  ],
  ['pairs that are nearly the same', { translations: [{ isPair: true, change: 0, distance: 0.01 }] }],
  ['a single image', { curves: { ...gan, epoch: 5000 }, facts: { images: 1 } }],
  ['a log without anything', {}],
  [
    'a D that is warmed up alone',
    {
      curves: gan,
      layers: { 'generator.a': { size: 1024, weight: 1, update: 0 } },
      facts: { options: { train: { dWarmupSteps: 300 } } },
    },
  ],
  [
    'units that are silent for a batch now and then',
    {
      layers: { 'generator.a': { ...layer, dead: (share) => (share > 0.25 ? 0.1 : 0.9) } },
    },
  ],
]

const sick: readonly (readonly [finding: string, what: string, run: RunSketch])[] = [
  [
    'TRAINING_BROKE',
    'NaN',
    { facts: { failure: { code: 'NON_FINITE', message: 'd/total became NaN in step 13', step: 13 } } },
  ],
  [
    'WEIGHTS_DO_NOT_MOVE',
    'a frozen network',
    { layers: { 'generator.a': { ...layer, update: 0 }, 'discriminator.a': layer } },
  ],
  [
    'LEARNING_RATE_TOO_HIGH',
    'large first steps',
    {
      layers: { 'generator.a': { ...layer, update: (share) => (share < 0.002 ? 1 : 0.09) } },
    },
  ],
  [
    'LEARNING_RATE_TOO_HIGH',
    'one step that ends all learning',
    {
      layers: {
        'generator.a': { ...layer, grad: 0, update: (share) => (share < 0.002 ? 50 : 0) },
        'discriminator.a': layer,
      },
    },
  ],
  [
    'LEARNING_RATE_TOO_HIGH',
    'large steps later',
    {
      layers: { 'generator.a': { ...layer, update: (share) => (share < 0.05 ? 0.01 : 0.06) } },
    },
  ],
  [
    'CRITIC_UNBOUNDED',
    'scores beyond any distance',
    { curves: { ...critic, 'd/real_logit': 100 }, facts: { options: wasserstein } },
  ],
  [
    'CRITIC_UNBOUNDED',
    'scores that explode',
    {
      curves: { ...critic, 'd/real_logit': (share) => 2 + 60 * share ** 4 },
      facts: { pixels: 0, options: wasserstein },
    },
  ],
  [
    'DISCRIMINATOR_WON',
    'a saturated D',
    {
      curves: {
        ...gan,
        'd/total': (share) => (share < 0.2 ? 0.5 : 0.01),
        'd/acc_real': 1,
        'd/acc_fake': 1,
        'g/adv': (share) => 1 + 9 * share,
      },
    },
  ],
  [
    'DISCRIMINATOR_WON',
    'discriminators of a CycleGAN that know all',
    {
      curves: { ...cycles, ...certain, 'd/adv_real': 0.004, 'd/adv_fake': 0.004, 'g/adv': 1.96 },
      facts: translating('lsgan'),
    },
  ],
  [
    'DISCRIMINATOR_WON',
    'a discriminator of pairs that knows all',
    {
      curves: { ...gan, ...certain, 'd/adv_real': 0.01, 'd/adv_fake': 0.01, 'g/adv': 6 },
      facts: translating('vanilla'),
    },
  ],
  [
    'CRITIC_UNBOUNDED',
    'a critic of translations without a penalty',
    { curves: { ...critic, 'd/real_logit': 100 }, facts: translating('wgangp', { penaltyWeight: 0 }) },
  ],
  ['FEW_IMAGES', 'ten pairs', { curves: { ...gan, epoch: 400 }, facts: { ...translating('vanilla'), images: 10 } }],
  ['TRANSLATION_IDLE', 'a direction that does nothing', { translations: [{}, { direction: 'b2a', change: 0.01 }] }],
  ['TRANSLATION_IDLE', 'pairs handed back', { translations: [{ isPair: true, change: 0.02, correlation: 0.9 }] }],
  [
    'COLOURS_INVERTED',
    'negatives of no use',
    { translations: [{ correlation: -0.9, brightness: { input: -0.1, output: 0.1, target: 0 } }] },
  ],
  ['COLOURS_INVERTED', 'the negative of the truth', { translations: [{ isPair: true, correlation: -0.8 }] }],
  [
    'GRADIENTS_EXPLODE',
    'norms that grow a thousandfold',
    { curves: { ...gan, 'g/grad_norm': (share) => 10 ** (6 * share) } },
  ],
  [
    'GRADIENTS_VANISH',
    'a layer without gradient',
    {
      layers: { 'generator.first': { ...layer, grad: 1e-9 }, 'generator.last': layer },
    },
  ],
  ['DEAD_UNITS', 'a layer of dead units', { layers: { 'generator.a': { ...layer, dead: 0.9 } } }],
  [
    'DEAD_UNITS',
    'a layer without any gradient',
    {
      layers: { 'generator.a': { size: 1024, grad: 0, weight: 1, update: 0.01 }, 'generator.b': layer },
    },
  ],
  [
    'MODE_COLLAPSE',
    'variety that falls',
    {
      variety: [
        [100, 0.3],
        [200, 0.7],
        [300, 0.8],
        [400, 0.2],
        [500, 0.1],
      ],
    },
  ],
  [
    'MODE_COLLAPSE',
    'variety that never comes',
    {
      variety: [
        [100, 0.06],
        [200, 0.05],
        [300, 0.05],
        [400, 0.04],
      ],
    },
  ],
  ['MODE_COLLAPSE', 'one picture', { pictures: { spread: 0.01 } }],
  ['MODES_MISSING', 'half of the groups', { pictures: { missingGroups: 5 } }],
  ['DUPLICATES', 'twins', { pictures: { duplicates: 0.4 } }],
  ['MEMORISATION', 'copies', { pictures: { copies: 0.8, nearest: 0.1 } }],
  ['FEW_IMAGES', 'fifty images', { curves: { ...gan, epoch: (share) => 400 * share }, facts: { images: 50 } }],
  ['KL_COLLAPSE', 'no KL', { curves: { ...vae, kl: 0.01, active_units: 0 } }],
  ['KL_TOO_LARGE', 'too much KL', { curves: { ...vae, kl: 400 }, facts: { options: { model: { latentDim: 20 } } } }],
  ['LABELS_IGNORED', 'pictures of any class', { curves: gan, pictures: { labels: { ...labels, accuracy: 0.11 } } }],
  [
    'LABELS_MEANINGLESS',
    'labels of no use',
    { curves: gan, pictures: { labels: { ...labels, realAccuracy: 0.1, accuracy: 0.1 } } },
  ],
  ['DATA_STARVATION', 'waiting', { curves: { ...gan, 'time/data': 5 } }],
]

function rising(): (readonly [number, number])[] {
  return [100, 200, 300, 400, 500].map((step) => [step, step / 600] as const)
}

function codes(run: RunSketch): string[] {
  const { facts = {} } = run
  return diagnose(evidence({ ...run, facts: { options, ...facts } })).map(({ code }) => code)
}

describe('silence', () => {
  it.each(healthy)('about %s', (_, run) => {
    expect(codes(run)).toEqual([])
  })
})

describe('findings', () => {
  it.each(sick)('%s for %s', (finding, _, run) => {
    expect(codes(run)).toEqual([finding])
  })

  it('say what was measured, the threshold, the cause, and which options of this system to change', () => {
    const run = { layers: { 'generator.a': { ...layer, update: 0.5 }, 'discriminator.a': layer }, facts: { options } }
    expect(diagnose(evidence(run))).toEqual([
      {
        code: 'LEARNING_RATE_TOO_HIGH',
        severity: 'problem',
        isTiming: false,
        title: 'The learning rate is too high: each step changes the weights by a large part of their size',
        evidence: [
          'generator: a step changed weights by 0.5 of their size in step 1 (healthy: about 0.01; above 0.3 is too much)',
          'generator: a step changed weights by 0.5 of their size in step 30 (healthy: about 0.01; above 0.04 is too much)',
        ],
        cause: 'steps this large jump over what there is to learn; losses look noisy and pictures stay coarse',
        remedy: 'Lower --lr-g (now 0.0002) ten times.',
      },
    ])
  })

  it.each(demoSteps)('leave the rates of our own demo alone when it is at step %i', (step) => {
    expect(codes(demoUntil(step))).toEqual([])
  })

  it('leave rates that suit photographs alone', () => {
    // The generator with twice the rates of `--preset photos`, on 200 photographs of flowers, which came out well.
    const recordedAt = new Map([
      [1, 0.1001],
      [10, 0.0374],
      [30, 0.0292],
      [100, 0.0435],
      [200, 0.0449],
      [300, 0.0301],
      [400, 0.0281],
      [500, 0.0261],
    ])
    const steps = [...recordedAt.keys()]
    for (const until of steps) {
      const update = (share: number) => recordedAt.get(Math.round(share * 1000)) ?? Number.NaN
      const probeSteps = steps.filter((step) => step <= until)
      expect(codes({ curves: gan, layers: { 'generator.a': { ...layer, update } }, probeSteps })).toEqual([])
    }
  })

  it.each([300, 400, 800])('name steps four times those of our demo, at step %i of it', (step) => {
    expect(codes(demoUntil(step, 4))).toEqual(['LEARNING_RATE_TOO_HIGH'])
  })

  it('name steps that swing: one of the last was larger than growing weights leave it', () => {
    // A perceptron with lrD 5e-3 whose pictures had collapsed; without its step 200 it would be a walk.
    const swinging: Readonly<Record<number, number>> = {
      100: 0.0387,
      150: 0.0273,
      200: 0.0696,
      250: 0.0376,
      300: 0.0327,
    }
    const run = (updates: Readonly<Record<number, number>>): RunSketch => ({
      curves: gan,
      layers: { 'discriminator.a': { ...layer, update: (share) => updates[Math.round(share * 1000)] ?? 0.05 } },
      probeSteps: [1, 10, 30, 50, 100, 150, 200, 250, 300],
    })
    expect(codes(run(swinging))).toEqual(['LEARNING_RATE_TOO_HIGH'])
    expect(codes(run({ ...swinging, 200: 0.04 }))).toEqual([])
  })

  it('name no option that the system does not have', () => {
    const [found] = diagnose(evidence({ layers: { 'net.a': { ...layer, update: 0.5 } } }))
    expect(found?.remedy).toBe('Lower the learning rate ten times.')
  })

  it('say in which direction translations have gone astray, and what helps', () => {
    const model = { ganMode: 'lsgan', identity: 0.5, cycleA: 10, lrD: 2e-4 }
    const [found] = diagnose(
      evidence({
        facts: { options: { model, train: { seed: 0 } } },
        translations: [{}, { direction: 'b2a', change: 0.01 }],
      }),
    )
    expect(found).toMatchObject({
      severity: 'problem',
      title: 'The generator does nothing: translations b2a are their inputs',
      evidence: [
        'b2a: 8 outputs differ from their inputs by 0.01, which is 2 % of the way to pictures of the other kind (below 5 % is nothing)',
      ],
      remedy: 'Lower --identity (now 0.5), lower --cycle-a (now 10) and --cycle-b or raise --lr-d (now 0.0002).',
    })
    const [turned] = diagnose(
      evidence({
        facts: { options: { model, train: { seed: 0 } } },
        translations: [{ correlation: -0.9, brightness: { input: 0, output: 0, target: 0 } }],
      }),
    )
    expect(turned).toMatchObject({
      severity: 'warning',
      title: 'Colours are inverted: bright has become dark',
      remedy:
        'Raise --identity (now 0.5) or start with another --seed (now 0). A run that is there already seldom turns back: start anew.',
    })
  })

  it('leave out what follows from another finding', () => {
    const frozen = { 'generator.a': { ...layer, update: 0 }, 'discriminator.a': layer }
    const won = {
      ...gan,
      'd/total': 0.001,
      'd/acc_real': 1,
      'd/acc_fake': 1,
      'g/adv': (share: number) => 1 + 9 * share,
    }
    expect(
      codes({
        layers: frozen,
        curves: won,
        variety: [
          [1, 0.02],
          [2, 0.02],
          [3, 0.02],
          [4, 0.02],
        ],
      }),
    ).toEqual(['WEIGHTS_DO_NOT_MOVE'])
  })

  it('survive logs that another program has written', () => {
    const broken = evidence()
    const record = { kind: 'scalars', step: 1, seconds: 0, 'd/total': 'high', kl: null, epoch: [1] }
    expect(diagnose({ ...broken, scalars: [record, record, record] })).toEqual([])
  })
})
