// @ts-check
/** The GAN of two perceptrons through our training core, answering requests as mlp_gan.py does. */
import { mlpGan, mlpShape } from '../measure/mlp-gan.mjs'
import { glyphImages, serveTrainer } from '../measure/our-trainer.mjs'

await serveTrainer(async ({ batch }) => ({
  ...mlpGan(Number(batch)),
  images: await glyphImages(Number(batch), mlpShape),
}))
