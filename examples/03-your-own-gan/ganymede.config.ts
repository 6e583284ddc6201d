/** Makes the GAN of resize-gan.ts known to the command line in this folder, and says what to train it on. */
import { defineConfig, images, useSystem } from '@ganymede/toolkit'
import { resizeGan } from './resize-gan.js'

export default defineConfig({
  model: useSystem(resizeGan, { width: 32 }),
  data: images('builtin:glyphs?size=28'),
  train: { steps: 2000, batch: 32, ema: 0.99 },
})
