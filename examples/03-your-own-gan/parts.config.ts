/** DCGAN with one part replaced: the generator of resize-gan.ts in place of its own, and the hinge loss. */
import { dcgan, defineConfig, images } from '@ganymede/toolkit'
import { generator } from './resize-gan.js'

export default defineConfig({
  model: dcgan({
    size: 32,
    generator: ({ size, latentDim }, data) => generator({ size, latentDim, width: 24 }, data),
    loss: 'hinge',
  }),
  data: images('builtin:glyphs'),
})
