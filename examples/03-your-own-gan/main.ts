/** A GAN of your own from code: trains the one of resize-gan.ts, then makes pictures by seed. */
import { writeFileSync } from 'node:fs'
import { defineConfig, images, loadModel, train, useSystem } from '@ganymede/toolkit'
import sharp from 'sharp'
import { resizeGan } from './resize-gan.js'

const steps = Number(process.env.STEPS ?? 600) // more steps: better pictures
const size = Number(process.env.SIZE ?? 28) // side of the pictures in pixels, a multiple of 4

const result = await train(
  defineConfig({
    model: useSystem(resizeGan, { size }),
    data: images(`builtin:glyphs?size=${size}`),
    train: { steps, batch: 32, ema: 0.99, logEvery: 50, quickMetric: 'none' },
  }),
)

const model = loadModel(result.run.dir)
const [picture] = model.sample({ seeds: [7] })
if (picture !== undefined) {
  const { width, height, channels, data } = picture
  const image = sharp(data, { raw: { width, height, channels } }).resize(width * 8, height * 8, { kernel: 'nearest' })
  writeFileSync('seed-7.png', await image.png().toBuffer())
}
model.dispose()
console.log(`seed-7.png, and everything else in ${result.run.dir}`)
