/** Healthy runs of several systems: the doctor must have nothing to say, neither afterwards nor while they train. */
import { expect, it } from 'vitest'
import { doctorWatcher } from '../../packages/ganymede/src/doctor/watcher.js'
import type { RunEvent } from '../../packages/ganymede/src/training/watch/run-event.js'
import { temporaryFolder } from '../setup/temporary-folder.js'
import { findingsOf, smallImages, tinyRun } from './tiny-runs.js'

const cases: readonly (readonly [system: string, options: Readonly<Record<string, unknown>>])[] = [
  ['dcgan', { ...smallImages, 'train.steps': 300 }],
  ['vae', { 'model.size': 16, 'model.hidden': 64, 'train.batch': 32, 'train.steps': 300 }],
  ['gan', { 'model.size': 16, 'train.batch': 50, 'train.steps': 200 }],
  [
    'cgan',
    {
      ...smallImages,
      'model.network': 'conv',
      'model.lrG': 5e-4,
      'model.lrD': 5e-4,
      'model.beta1': 0.5,
      'train.dSteps': 1,
      'train.steps': 250,
    },
  ],
  [
    'wgan-gp',
    { ...smallImages, 'model.network': 'dcgan', 'model.normD': 'none', 'train.dSteps': 2, 'train.steps': 120 },
  ],
  ['wgan', { ...smallImages, 'train.dSteps': 2, 'train.steps': 120 }],
  ['lsgan', { ...smallImages, 'train.steps': 150 }],
]

it.each(cases)('the doctor is silent on a healthy %s', async (system, options) => {
  const told: RunEvent[] = []
  const result = await tinyRun(system, options, {
    out: temporaryFolder(),
    watch: (plan) =>
      doctorWatcher({ system, options: { ...plan.options }, failure: null, images: plan.data.count, pixels: 256 }),
    onEvent: (event) => {
      if (event.kind === 'finding' || 'finding' in event) told.push(event)
    },
  })
  expect(told).toEqual([])
  expect(await findingsOf(result, system)).toEqual([])
})
