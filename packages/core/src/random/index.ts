/** Random numbers that are the same everywhere: counters, seeds from seeds, latents of seeds. */
export { CounterRandom, shuffledIndices } from './counter-random.js'
export { deriveSeed } from './derive-seed.js'
export { latentFromSeed } from './latent-from-seed.js'
export { slerp, type WalkOptions, walkLatents } from './latent-walk.js'
export { portableCosSin } from './portable-math.js'
