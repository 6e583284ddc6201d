import { expect, test } from 'vitest'

import { renderSummary } from '../../src/terminal/run-summary.js'

test('ends with where everything is and what to do next', () => {
  const summary = {
    status: 'stopped',
    dir: 'runs/0007-dcgan-photos',
    step: 10_240,
    steps: 20_000,
    seconds: 724,
    lastSample: 'runs/0007-dcgan-photos/samples/step-010000.png',
    lastCheckpoint: 'step-010240',
    bestCheckpoint: undefined,
    next: [
      { command: 'ganymede resume 0007', text: 'go on' },
      { command: 'ganymede sample 0007 --seeds 0-31', text: 'make pictures' },
    ],
  } as const
  expect(renderSummary(summary, { colour: false, unicode: true }).join('\n')).toMatchInlineSnapshot(`
    "■ stopped, state saved   10 240 / 20 000 steps in 12m 04s
      run         runs/0007-dcgan-photos
      picture     runs/0007-dcgan-photos/samples/step-010000.png
      checkpoint  step-010240
      next        ganymede resume 0007                go on
                  ganymede sample 0007 --seeds 0-31   make pictures"
  `)
})
