import { expect, test } from 'vitest'

import { type ProgressState, progressObject, renderPlain, renderProgress } from '../../src/terminal/progress-view.js'
import { textWidth } from '../../src/terminal/terminal-text.js'

const state: ProgressState = {
  run: '0007-dcgan-photos',
  facts: ['dcgan 64×64×3', '4 812 images', 'cpu, 2 threads, bf16', 'seed 1'],
  step: 10_240,
  steps: 20_000,
  imagesPerSecond: 141.4,
  elapsedSeconds: 724,
  leftSeconds: 698,
  losses: [
    { key: 'g', label: 'G', meaning: 'generator', value: 1.84, history: [1.2, 1.3, 1.4, 2.4, 2.1, 1.9, 1.8] },
    { key: 'd', label: 'D', meaning: 'discriminator', value: 0.71, history: [0.9, 0.8, 0.7, 0.6, 0.6, 0.7, 0.7] },
  ],
  accuracy: { real: 0.74, fake: 0.81 },
  lastSample: 'samples/step-010000.png',
  lastCheckpoint: 'step-010000',
  note: 'discriminator a little ahead, still healthy',
  keys: [
    { key: 'p', text: 'pause' },
    { key: 's', text: 'sample now' },
    { key: 'c', text: 'checkpoint' },
    { key: 'q', text: 'save and stop' },
  ],
}

const plainStyle = { colour: false, unicode: true }

test('shows the whole block at 120 columns', () => {
  expect(renderProgress(state, { ...plainStyle, width: 120 }).join('\n')).toMatchInlineSnapshot(`
    "0007-dcgan-photos   dcgan 64×64×3 · 4 812 images · cpu, 2 threads, bf16 · seed 1
    ████████████░░░░░░░░░░░░  51 %   10 240 / 20 000   141 img/s   elapsed 12m 04s   left 11m 38s
      loss   G 1.84 ▁▁▂█▇▅▅   D 0.71 █▆▃▁▁▃▃   D right on: real 74 %, fake 81 %
             G generator, D discriminator
      last   samples/step-010000.png   checkpoint step-010000
      note   discriminator a little ahead, still healthy
      keys   p pause   s sample now   c checkpoint   q save and stop"
  `)
})

test('shows what matters at 80 columns', () => {
  expect(renderProgress(state, { ...plainStyle, width: 80 }).join('\n')).toMatchInlineSnapshot(`
    "0007-dcgan-photos   dcgan 64×64×3 · 4 812 images · cpu, 2 threads, bf16
    ████░░░░  51 %   10 240 / 20 000   141 img/s   elapsed 12m 04s   left 11m 38s
      loss   G 1.84 ▁▁▂█▇▅▅   D 0.71 █▆▃▁▁▃▃   D right on: real 74 %, fake 81 %
             G generator, D discriminator
      last   samples/step-010000.png   checkpoint step-010000
      note   discriminator a little ahead, still healthy
      keys   p pause   s sample now   c checkpoint   q save and stop"
  `)
})

test('shows the essence at 40 columns', () => {
  expect(renderProgress(state, { ...plainStyle, width: 40 }).join('\n')).toMatchInlineSnapshot(`
    "0007-dcgan-photos   dcgan 64×64×3
    ████████░░░░░░░░  51 %   left 11m 38s
      loss   G 1.84 ▁▁▂█▇▅   D 0.71 █▆▃▁▁▃
             G generator, D discriminator
      last   samples/step-010000.png   che…
      note   discriminator a little ahead,…
      keys   p pause   q save and stop"
  `)
})

test.each([
  [25, '  keys   q save and stop'],
  [40, '  keys   p pause   q save and stop'],
  [50, '  keys   p pause   s sample now   q save and stop'],
  [60, '  keys   p pause   s sample now   q save and stop'],
  [66, '  keys   p pause   s sample now   c checkpoint   q save and stop'],
])('keeps the key that leads out at %i columns', (width, keys) => {
  expect(renderProgress(state, { ...plainStyle, width }).at(-1)).toBe(keys)
})

test('uses ASCII alone where the locale is not UTF-8', () => {
  const lines = renderProgress(state, { colour: false, unicode: false, width: 100 })
  expect(lines.join('\n')).toMatch(/^[ -~\n]*$/)
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "0007-dcgan-photos   dcgan 64x64x3 | 4 812 images | cpu, 2 threads, bf16 | seed 1
    ############------------  51 %   10 240 / 20 000   141 img/s   elapsed 12m 04s   left 11m 38s
      loss   G 1.84 __.@#++   D 0.71 @*-__--   D right on: real 74 %, fake 81 %
             G generator, D discriminator
      last   samples/step-010000.png   checkpoint step-010000
      note   discriminator a little ahead, still healthy
      keys   p pause   s sample now   c checkpoint   q save and stop"
  `)
})

test('shows less when the terminal is low', () => {
  expect(renderProgress(state, { ...plainStyle, width: 80, height: 4 }).join('\n')).toMatchInlineSnapshot(`
    "0007-dcgan-photos   dcgan 64×64×3 · 4 812 images · cpu, 2 threads, bf16
    ████░░░░  51 %   10 240 / 20 000   141 img/s   elapsed 12m 04s   left 11m 38s
      loss   G 1.84 ▁▁▂█▇▅▅   D 0.71 █▆▃▁▁▃▃   D right on: real 74 %, fake 81 %"
  `)
  expect(renderProgress(state, { ...plainStyle, width: 80, height: 1 })).toHaveLength(1)
})

test('shows a run that has just begun, and one whose loss is broken', () => {
  const begun = { ...state, step: 0, imagesPerSecond: undefined, leftSeconds: undefined, elapsedSeconds: 0 }
  const bare = { ...begun, losses: [], accuracy: undefined, lastSample: undefined, lastCheckpoint: undefined, keys: [] }
  expect(renderProgress({ ...bare, note: undefined }, { ...plainStyle, width: 80 }).join('\n')).toMatchInlineSnapshot(`
    "0007-dcgan-photos   dcgan 64×64×3 · 4 812 images · cpu, 2 threads, bf16
    ░░░░░░░░░░░░░░░░░░░░░░░░   0 %   0 / 20 000   elapsed 0s"
  `)
  const broken = { key: 'g', label: 'G', meaning: 'generator', value: Number.NaN, history: [1, 2, Number.NaN] }
  const [, , losses] = renderProgress({ ...state, losses: [broken] }, { ...plainStyle, width: 80 })
  expect(losses).toContain('G NaN ▁█×')
})

test('says what happens instead of training in the place of the time left', () => {
  const [, bar] = renderProgress({ ...state, activity: 'paused' }, { ...plainStyle, width: 80 })
  expect(bar).toContain('paused')
  expect(bar).not.toContain('left')
})

test('says that other programs use the processors, where they do', () => {
  const shared = { ...state, sharedProcessors: { processors: 2, others: 0.96 } }
  const block = renderProgress(shared, { ...plainStyle, width: 80 })
  expect(block).toContain('  cpu    shared: other programs use 1.0 of 2 cores')
  expect(renderPlain(shared)).toContain(' cpu_others=1.0/2 eta=')
  expect(progressObject(shared)).toMatchObject({ processorsOfOthers: 1 })
})

test('never exceeds the width or 12 lines, coloured or not', () => {
  const crowded: ProgressState = {
    ...state,
    run: '0007-写真-with-a-very-long-name-that-goes-on',
    note: 'a note \u001b[2J that is much longer than any terminal would ever want to show on a single line of it'.repeat(
      3,
    ),
    losses: ['a', 'b', 'c', 'd', 'e'].map(
      (label) => ({ ...state.losses[0], key: label, label, meaning: 'x' }) as never,
    ),
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  const uncoloured = (line: string): string => line.replace(/\u001b\[\d+m/g, '')
  for (let width = 1; width <= 160; width += 1) {
    for (const one of [state, crowded]) {
      for (const colour of [false, true]) {
        const lines = renderProgress(one, { colour, unicode: true, width })
        expect(lines.length).toBeLessThanOrEqual(12)
        for (const line of lines)
          expect(textWidth(uncoloured(line)), `${width}: ${line}`).toBeLessThan(Math.max(width, 2))
      }
    }
  }
})

test('tells the same facts on one line', () => {
  expect(renderPlain(state)).toBe('step=10240/20000 img_s=141 g=1.84 d=0.71 d_acc_real=0.74 d_acc_fake=0.81 eta=698s')
  expect(renderPlain({ ...state, activity: 'saving a checkpoint' })).toMatch(/ activity=saving_a_checkpoint$/)
})

test('tells the same facts as JSON, NaN included', () => {
  const losses = [{ ...state.losses[0], value: Number.NaN }] as ProgressState['losses']
  expect(JSON.parse(JSON.stringify(progressObject({ ...state, losses })))).toEqual({
    kind: 'progress',
    run: '0007-dcgan-photos',
    step: 10240,
    steps: 20000,
    elapsedSeconds: 724,
    imagesPerSec: 141.4,
    etaSeconds: 698,
    losses: { g: 'NaN' },
    accuracy: { real: 0.74, fake: 0.81 },
    lastSample: 'samples/step-010000.png',
    lastCheckpoint: 'step-010000',
  })
})
