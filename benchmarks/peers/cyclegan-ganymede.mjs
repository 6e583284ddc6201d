// @ts-check
/** Our CycleGAN step through the code that `ganymede train cyclegan` runs, answering requests as cyclegan.py does. */
import { cyclegan } from '../../packages/ganymede/dist/models/cyclegan/cyclegan.js'
import { glyphImages, serveTrainer } from '../measure/our-trainer.mjs'

const precisions = { fp32: 'float32', bf16: 'bfloat16' }

await serveTrainer(async ({ mode, size, width }) => {
  const shape = { width: Number(size), height: Number(size), channels: /** @type {3} */ (3) }
  const [image, target] = await glyphImages(2, shape)
  return {
    system: cyclegan,
    model: { size, widthG: width, widthD: width },
    train: { batch: 1, precision: precisions[/** @type {'fp32' | 'bf16'} */ (mode)] },
    images: [/** @type {Uint8Array} */ (image)],
    shape,
    second: { items: /** @type {const} */ ('unpaired'), images: [/** @type {Uint8Array} */ (target)] },
    lossG: 'g/total',
  }
})
