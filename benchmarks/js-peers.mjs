// @ts-check
// The GAN of two perceptrons in other JavaScript engines, where they are installed, beside ours. Installs nothing.
//
//     node benchmarks/js-peers.mjs [--samples 9]
//
// Peers: @tensorflow/tfjs on its WebAssembly or plain JavaScript backend (its native backend for Node.js is not compared).
import { createRequire } from 'node:module'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { mlpGan, mlpShape } from './measure/mlp-gan.mjs'
import { createTrainer, glyphImages } from './measure/our-trainer.mjs'
import { fixed, median, minimum, table } from './measure/statistics.mjs'

const { values } = parseArgs({ options: { samples: { type: 'string', default: '9' } } })
const samples = Number(values.samples)
const batch = 100
const require = createRequire(import.meta.url)

/** @param {string} name */
function installed(name) {
  try {
    return require.resolve(name)
  } catch {
    return null
  }
}

/** The same step in TensorFlow.js: D on real and fake images, Adam, then G through D. @param {any} tf */
function tensorflowStep(tf, /** @type {readonly Uint8Array[]} */ images) {
  const layers = (/** @type {number[]} */ sizes, /** @type {number} */ slope, /** @type {string} */ last) => {
    const model = tf.sequential()
    sizes.slice(1).forEach((units, i) => {
      model.add(tf.layers.dense({ units, inputShape: i === 0 ? [sizes[0]] : undefined }))
      if (i + 2 < sizes.length) model.add(tf.layers.leakyReLU({ alpha: slope }))
      else if (last !== '') model.add(tf.layers.activation({ activation: last }))
    })
    return model
  }
  const [G, D] = [layers([64, 256, 256, 784], 0, 'tanh'), layers([784, 256, 256, 1], 0.2, '')]
  const weightsOf = (/** @type {any} */ model) => model.trainableWeights.map((/** @type {any} */ { val }) => val)
  const [optimizerG, optimizerD] = [tf.train.adam(2e-4, 0.5, 0.999), tf.train.adam(2e-4, 0.5, 0.999)]
  const pixels = Float32Array.from(images.flatMap((image) => Array.from(image, (value) => value / 127.5 - 1)))
  const real = tf.tensor2d(pixels, [batch, 784])
  const softplus = (/** @type {any} */ x) => tf.softplus(x).mean()
  return () => {
    const fake = tf.tidy(() => G.apply(tf.randomNormal([batch, 64]), { training: true }))
    const judge = () => softplus(D.apply(real).neg()).add(softplus(D.apply(fake)))
    const lossD = optimizerD.minimize(judge, true, weightsOf(D))
    const fool = () => softplus(D.apply(G.apply(tf.randomNormal([batch, 64]))).neg())
    const lossG = optimizerG.minimize(fool, true, weightsOf(G))
    const losses = [lossD.dataSync()[0], lossG.dataSync()[0]]
    tf.dispose([fake, lossD, lossG])
    return losses
  }
}

const images = await glyphImages(batch, mlpShape)
const trainer = createTrainer({ ...mlpGan(batch), images })
/** @type {Map<string, () => unknown>} */
const variants = new Map([['ganymede', () => trainer.runStep()]])

const path = installed('@tensorflow/tfjs')
if (path === null) console.log('@tensorflow/tfjs: not installed')
else {
  const tf = await import('@tensorflow/tfjs'.toString())
  const wasm = '@tensorflow/tfjs-backend-wasm'
  if (installed(wasm) !== null) await import(wasm).then(() => tf.setBackend('wasm'))
  await tf.ready()
  const step = tensorflowStep(tf, images)
  variants.set(`tfjs ${tf.version.tfjs}, ${tf.getBackend()}`, step)
}

console.log(
  `MLP GAN step, batch ${batch}, load ${loadavg()
    .map((value) => value.toFixed(2))
    .join(' ')}`,
)
/** @type {Map<string, number[]>} */
const times = new Map([...variants.keys()].map((name) => [name, []]))
for (let round = -2; round < samples; round++) {
  for (const [name, step] of variants) {
    const start = performance.now()
    await step()
    if (round >= 0) times.get(name)?.push(performance.now() - start)
  }
}
await trainer.close()
const ours = median(times.get('ganymede') ?? [])
const rows = [...times].map(([name, all]) => [
  name,
  fixed(median(all)),
  fixed(minimum(all)),
  fixed(ours / median(all), 3),
])
console.log(table([['ms per step', 'median', 'minimum', 'ours / theirs'], ...rows]).join('\n'))
