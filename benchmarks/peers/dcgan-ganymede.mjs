// @ts-check
/** Our DCGAN step through the code that `ganymede train dcgan` runs, answering requests as dcgan.py does. */
import { dcgan } from '../../packages/ganymede/dist/models/dcgan/dcgan.js'
import { glyphImages, serveTrainer } from '../measure/our-trainer.mjs'

const precisions = { fp32: 'float32', bf16: 'bfloat16' }

await serveTrainer(async ({ mode, batch, size, channels, width, latentDim }) => {
  const shape = { width: Number(size), height: Number(size), channels: /** @type {1 | 3} */ (channels) }
  return {
    system: dcgan,
    model: { size, latentDim, widthG: width, widthD: width },
    train: { batch, precision: precisions[/** @type {'fp32' | 'bf16'} */ (mode)] },
    images: await glyphImages(Number(batch), shape),
    shape,
  }
})
