// @ts-check
/**
 * Pretends to train, on whatever terminal it has: `show-progress.mjs <mode | auto> <steps> <ms a step> [crash | forever]`.
 * Prints what keys and signals did, so that a test can see it.
 */

import { listenToKeys } from '../../dist/terminal/keys.js'
import { createStopControl, yieldToEvents } from '../../dist/training/guards/interrupts.js'
import { Progress, progressMode } from '../../dist/training/watch/progress.js'

const [mode = 'auto', steps = '50', stepMs = '20', then = ''] = process.argv.slice(2)
const stop = createStopControl({
  handlesSignals: true,
  onRequest: (reason) => progress.note(`stopping: ${reason}`),
})
/** @type {Progress} */
const progress = new Progress({
  mode:
    mode === 'auto'
      ? progressMode()
      : /** @type {import('../../dist/training/watch/progress.js').ProgressMode} */ (mode),
  run: '0007-dcgan-photos',
  facts: ['dcgan 64×64×3', '4 812 images', 'cpu, 2 threads, bf16', 'seed 1'],
  step: 0,
  steps: Number(steps),
  imagesPerStep: 64,
  losses: [
    { key: 'g', label: 'G', meaning: 'generator', from: 'g/total' },
    { key: 'd', label: 'D', meaning: 'discriminator', from: 'd/total' },
  ],
  keys: [
    { key: 'p', text: 'pause' },
    { key: 'q', text: 'save and stop' },
  ],
  intervalMs: 100,
})
const keys = listenToKeys({
  keys: { p: () => progress.note('key p'), q: () => stop.request('key q') },
  interrupt: () => stop.interrupt('Ctrl-C'),
  suspend: () => progress.suspend(),
  resume: () => progress.redraw(),
})
stop.onForcedExit(() => {
  keys?.close()
  progress.close()
})

progress.note('ready')

const wait = new Int32Array(new SharedArrayBuffer(4))
let step = 0
while (step < Number(steps) && (!stop.isStopRequested || then === 'forever')) {
  // Blocks, as a training step does.
  Atomics.wait(wait, 0, 0, Number(stepMs))
  step += 1
  progress.advance(step)
  if (step % 2 === 0) {
    const wave = Math.sin(step / 5)
    progress.scalars({ 'g/total': 2 + wave, 'd/total': 1 - wave / 2, 'd/acc_real': 0.74, 'd/acc_fake': 0.81 })
  }
  if (step === 10) progress.show({ lastSample: 'samples/step-000010.png', lastCheckpoint: 'step-000010' })
  if (step === 15 && then === 'crash') throw new Error('as if something had failed')
  await yieldToEvents()
}
keys?.close()
progress.finish({
  status: stop.isStopRequested ? 'stopped' : 'done',
  dir: 'runs/0007-dcgan-photos',
  step,
  steps: Number(steps),
  seconds: progress.elapsedSeconds,
  lastCheckpoint: 'step-000010',
  next: [{ command: 'ganymede sample 0007', text: 'make pictures' }],
})
stop.dispose()
