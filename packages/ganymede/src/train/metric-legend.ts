/** What each key of a log record means and what is normal, for `log --explain`, the docs and the studio. */

import { wonRule, wonSentence } from './won-discriminator.js'

/** Explanation of one key. */
export interface MetricMeaning {
  /** Key, or the start of all keys of a group, which then ends in `/`. */
  readonly key: string
  readonly meaning: string
  /** What healthy training shows. */
  readonly normal: string
}

/** Explanations in the order in which they are shown. */
export const metricLegend: readonly MetricMeaning[] = [
  { key: 'imagesSeen', meaning: 'real images consumed so far', normal: 'grows by dSteps · batch a step' },
  { key: 'epoch', meaning: 'passes over the data so far', normal: 'informative only; a step is the unit' },
  { key: 'seconds', meaning: 'seconds of training so far, pauses left out', normal: 'grows evenly' },
  { key: 'imagesPerSec', meaning: 'real images a second since the last record', normal: 'steady; drops while saving' },
  { key: 'lr/', meaning: 'learning rate of each optimizer', normal: 'as the schedule says' },
  {
    key: 'd/total',
    meaning: 'everything the discriminator was trained on',
    normal:
      'vanilla: 0.3 to 1.4, where 1.386 means that it cannot tell; near 0 for long: it has won and G learns nothing',
  },
  {
    key: 'd/adv_real',
    meaning: 'its adversarial loss on real images',
    normal: 'about as large as on fakes; vanilla: 0.1 to 0.7',
  },
  { key: 'd/adv_fake', meaning: 'its adversarial loss on fakes', normal: 'about as large as on real images' },
  { key: 'd/real_logit', meaning: 'mean output of D for real images', normal: 'above 0 and not growing without end' },
  { key: 'd/fake_logit', meaning: 'mean output of D for fakes', normal: 'below the one for real images' },
  {
    key: 'd/acc_real',
    meaning: 'share of real images that D takes for real',
    normal: `above 0.5. ${wonSentence(wonRule)}`,
  },
  { key: 'd/acc_fake', meaning: 'share of fakes that D sees through', normal: 'as for d/acc_real' },
  {
    key: 'd/wasserstein',
    meaning: 'estimate of the Wasserstein distance between real images and fakes: mean score of real minus of fakes',
    normal:
      'positive; rises quickly at first, then falls as pictures get better; negative or near 0: the critic is behind',
  },
  {
    key: 'd/gp',
    meaning: 'gradient penalty of the critic, not yet times its weight',
    normal: 'small and not 0; growing without end: batch norm in the critic or too high a learning rate',
  },
  {
    key: 'd/class',
    meaning: "cross-entropy of the classes of real images by D's classifier, not yet times its weight",
    normal: 'falls from log of the number of classes; near 0 early: the classes are easy, or known by heart',
  },
  {
    key: 'd/class_accuracy',
    meaning: "share of real images that D's classifier names rightly",
    normal: 'rises towards 1',
  },
  {
    key: 'g/class',
    meaning: 'cross-entropy of the class asked for on fakes, not yet times its weight',
    normal: 'falls behind d/class',
  },
  {
    key: 'g/class_accuracy',
    meaning: "share of fakes that D's classifier names as asked",
    normal: 'rises towards 1; stays at chance: the class is ignored',
  },
  {
    key: 'd/r1',
    meaning: 'mean squared slope of D on real images',
    normal: 'well below 1 and falling; near 0 for long: gamma is too large or D learns nothing',
  },
  {
    key: 'd/grad_norm',
    meaning: 'norm of the gradient of D before clipping',
    normal: 'same order of magnitude throughout; 0: nothing is learned, jumps by 100: unstable',
  },
  {
    key: 'g/total',
    meaning: 'everything the generator was trained on',
    normal: 'goes up and down with D; a falling line is no sign of better pictures, look at the samples',
  },
  { key: 'g/adv', meaning: 'its adversarial loss', normal: 'vanilla: 0.7 to 4; above 8 for long: D has won' },
  { key: 'g/grad_norm', meaning: 'norm of the gradient of G before clipping', normal: 'as for D' },
  {
    key: 'g/l1',
    meaning: 'pix2pix: mean difference of output and truth, 0 to 2, before its weight',
    normal: 'falls quickly, then slowly; below that of the input itself, or nothing is learned',
  },
  {
    key: 'g/cycle',
    meaning:
      'CycleGAN: mean difference of an image and what comes back from its translation, 0 to 2, before its weight',
    normal:
      'falls quickly to 0.1 to 0.3; above 0.5 for long: colours have turned into their negatives, start with another seed',
  },
  {
    key: 'g/identity',
    meaning: 'CycleGAN: mean difference of an image of the target domain and its translation, before its weight',
    normal: 'falls with g/cycle, and a little below it',
  },
  {
    key: 'd/prob_real',
    meaning: 'D(x): how probable D finds real images',
    normal: 'above d/prob_fake; 0.5: it cannot tell. Whether D has won, d/acc_real and the losses say',
  },
  {
    key: 'd/prob_fake',
    meaning: 'D(G(z)): how probable D finds it that fakes are real',
    normal: 'below d/prob_real; 0.5: it cannot tell. Whether D has won, d/acc_fake and the losses say',
  },
  { key: 'loss', meaning: 'what a VAE is trained on, by image', normal: 'falls quickly, then slowly' },
  {
    key: 'rec',
    meaning: 'reconstruction loss of a VAE, nats an image',
    normal: 'falls; MNIST with the default network: 150 in the first epoch, 81 in the tenth',
  },
  {
    key: 'kl',
    meaning: 'KL divergence of the posterior from the prior, nats an image',
    normal:
      'rises, then settles: about 25 on MNIST; near 0: the latents are not used, try klWarmup, freeBits or a lower beta',
  },
  { key: 'elbo', meaning: 'evidence lower bound: −(rec + kl)', normal: 'rises towards 0' },
  { key: 'nelbo', meaning: 'rec + kl, an upper bound of −log p(x)', normal: 'falls; lower is better' },
  { key: 'beta', meaning: 'weight of the KL term in this step', normal: 'rises during klWarmup, then constant' },
  {
    key: 'active_units',
    meaning: 'latent dimensions whose mean varies over the batch by more than 0.01',
    normal: 'all, or as many as the data needs; 0: posterior collapse',
  },
  { key: 'kl/', meaning: 'KL divergence of one latent dimension, nats an image', normal: 'above 0.1 where it is used' },
  { key: 'grad_norm', meaning: 'norm of the gradient before clipping', normal: 'same order of magnitude throughout' },
  { key: 'ada/p', meaning: 'strength of the adaptive augmentation', normal: 'settles between 0 and 0.8' },
  { key: 'ema/m', meaning: 'weight that the moving average keeps in a step', normal: 'rises to its final value' },
  {
    key: 'time/data',
    meaning: 'seconds of waiting for data since the last record',
    normal: 'near 0; otherwise loading is too slow',
  },
  { key: 'time/d', meaning: 'seconds in D updates since the last record', normal: 'steady' },
  { key: 'time/g', meaning: 'seconds in G updates since the last record', normal: 'steady' },
  { key: 'time/other', meaning: 'seconds in everything else since the last record', normal: 'small' },
  {
    key: 'mem/peak',
    meaning: 'largest memory of tensors so far, on the device of the run, bytes',
    normal: 'constant after the first steps',
  },
  {
    key: 'metric/',
    meaning:
      'quickMetric at each checkpoint: distance of fakes to real images, or of translations to their targets, those of the test part where the data have one (part says which)',
    normal: 'falls, then goes up and down a little; rising for long: overfitting or collapse',
  },
  { key: 'd/', meaning: 'an auxiliary loss of the discriminator', normal: 'see its system’s page' },
  { key: 'g/', meaning: 'an auxiliary loss of the generator', normal: 'see its system’s page' },
]

/** Explanation of a key; that of its group when it has none of its own; undefined for a system's own keys. */
export function explainMetric(key: string): MetricMeaning | undefined {
  return (
    metricLegend.find((entry) => entry.key === key) ??
    metricLegend.find((entry) => entry.key.endsWith('/') && key.startsWith(entry.key))
  )
}
