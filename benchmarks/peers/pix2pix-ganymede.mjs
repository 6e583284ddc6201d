// @ts-check
/** Our pix2pix step through the code that `ganymede train pix2pix` runs, answering requests as pix2pix.py does. */
import { pix2pix } from '../../packages/ganymede/dist/models/pix2pix/pix2pix.js'
import { glyphImages, serveTrainer } from '../measure/our-trainer.mjs'

const precisions = { fp32: 'float32', bf16: 'bfloat16' }

await serveTrainer(async ({ mode, size, width, dropoutSeed }) => {
  const shape = { width: Number(size), height: Number(size), channels: /** @type {3} */ (3) }
  const [image, target] = await glyphImages(2, shape)
  return {
    system: pix2pix,
    model: { size, widthG: width, widthD: width },
    train: { batch: 1, precision: precisions[/** @type {'fp32' | 'bf16'} */ (mode)] },
    images: [/** @type {Uint8Array} */ (image)],
    shape,
    second: { items: /** @type {const} */ ('pairs'), images: [/** @type {Uint8Array} */ (target)] },
    lossG: 'g/total',
    dropoutSeed: Number(dropoutSeed),
  }
})
