/**
 * What flags and values of other programs are called here: of the code of the authors of pix2pix and CycleGAN, of PyTorch's
 * DCGAN example, and of other toolkits and scripts of the field. People who change over type them from habit.
 */
import { didYouMean } from '@ganymede/core/text'

/** What to say of a flag, where the command has one of the flags in `here`; without `here`, always. */
interface Advice {
  readonly here?: readonly string[]
  readonly text?: string
}

// An epoch has no fixed length for a set that is read in random order and saved at any step.
const counted = 'training is counted in steps, and an epoch has <images> / <batch> of them'
const saySteps = `say --steps: ${counted}`
const hundred = 'say --seeds 0-99 for a hundred'
const noServer = 'no server is needed: sheets lie in the run, and ganymede report makes a page'

/** By name without hyphens and underscores, in lower case. Several: the first that the command knows. */
const advices: Readonly<Record<string, readonly Advice[]>> = {
  dataroot: [
    { here: ['--split'], text: 'name the pictures behind the run' },
    { text: 'name the data behind the system' },
  ],
  dataset: [{ text: 'name the data behind the system' }],
  datasetmode: [{ text: 'the system says what its data must be, and their layout is found out' }],
  model: [{ here: ['--split'], text: 'the run knows its system' }, { text: 'name the system behind train' }],
  ngf: [{ here: ['--width-g'] }],
  ndf: [{ here: ['--width-d'] }],
  nz: [{ here: ['--latent-dim'] }],
  netg: [{ here: ['--network'] }, { here: ['--mode'], text: 'networks are recognised from the weights' }],
  netd: [{ here: ['--discriminator', '--layers-d'] }],
  nlayersd: [{ here: ['--layers-d'] }],
  norm: [{ here: ['--norm-g', '--norm-d'] }, { here: ['--mode'], text: 'norms are recognised from the weights' }],
  // A switch where networks are made, a choice where they are used.
  nodropout: [{ here: ['--no-dropout'] }, { here: ['--dropout'], text: 'say --dropout off' }],
  inputnc: [{ here: ['--channels'] }],
  outputnc: [{ here: ['--target-channels'] }],
  lambdal1: [{ here: ['--l1-weight'] }],
  lambdaa: [{ here: ['--cycle-a'] }],
  lambdab: [{ here: ['--cycle-b'] }],
  lambdaidentity: [{ here: ['--identity'], text: 'say --identity, times the cycle weight as there' }],
  lr: [{ here: ['--lr-g', '--lr-d'] }],
  lrpolicy: [{ here: ['--lr-schedule'] }],
  lrdecayiters: [{ here: ['--lr-decay-from', '--lr-every'] }],
  nepochs: [{ here: ['--steps'], text: `${saySteps}; rates fall from --lr-decay-from on` }],
  nepochsdecay: [{ here: ['--steps'], text: `${saySteps}; rates fall from --lr-decay-from on` }],
  niter: [{ here: ['--steps'], text: saySteps }],
  niterdecay: [{ here: ['--lr-decay-from'], text: `say --lr-decay-from: ${counted}` }],
  epochs: [{ here: ['--steps'], text: saySteps }],
  epoch: [{ here: ['--step'], text: 'say --step, or nothing for the latest' }],
  loaditer: [{ here: ['--step'] }],
  epochcount: [{ text: 'a run knows where it stopped: the same command, or ganymede resume, goes on' }],
  continuetrain: [{ text: 'a run knows where it stopped: the same command, or ganymede resume, goes on' }],
  batchsize: [{ here: ['--batch'] }],
  cropsize: [{ here: ['--size'] }],
  finesize: [{ here: ['--size'] }],
  imagesize: [{ here: ['--size'] }],
  maxdatasetsize: [{ here: ['--limit'] }, { text: 'all pictures of the folder are used' }],
  numtest: [{ here: ['--limit'] }],
  numthreads: [
    { here: ['--threads'], text: 'pictures are read ahead by themselves; --threads are those of tensor work' },
  ],
  nthreads: [
    { here: ['--threads'], text: 'pictures are read ahead by themselves; --threads are those of tensor work' },
  ],
  workers: [{ text: 'pictures are read ahead by themselves' }],
  serialbatches: [{ text: 'a seed repeats the order of pictures; test parts are read in the order of names' }],
  gpuids: [{ here: ['--device'], text: 'say --device cuda:0, or --device cpu for -1' }],
  cuda: [{ here: ['--device'], text: 'say --device cuda' }],
  ngpu: [{ here: ['--device'], text: 'say --device cuda' }],
  manualseed: [{ here: ['--seed'] }],
  checkpointsdir: [{ here: ['--runs'] }, { here: ['--out'] }],
  resultsdir: [{ here: ['--out'] }],
  outf: [{ here: ['--out'] }],
  out: [{ here: ['--runs'], text: 'the folder of all runs is --runs' }],
  phase: [{ here: ['--split'] }, { text: 'training takes the train part where there is one' }],
  eval: [{ here: ['--mode'], text: 'say --mode running --dropout off' }],
  modelsuffix: [{ here: ['--direction'], text: 'say --direction a2b or b2a, or name the file of weights' }],
  aspectratio: [{ here: ['--size'], text: 'pictures keep their shape; --size 512x256 gives them another' }],
  saveepochfreq: [{ here: ['--checkpoint-every'], text: 'say --checkpoint-every, in steps' }],
  savelatestfreq: [{ here: ['--checkpoint-every'], text: 'say --checkpoint-every, in steps' }],
  savebyiter: [{ here: ['--keep'], text: 'checkpoints are named by their step; --keep says how many stay' }],
  displayfreq: [{ here: ['--sample-every'], text: 'say --sample-every, in steps' }],
  updatehtmlfreq: [{ here: ['--sample-every'], text: 'say --sample-every, in steps' }],
  printfreq: [{ here: ['--log-every'], text: 'say --log-every, in steps' }],
  displayid: [{ text: noServer }],
  displayport: [{ text: noServer }],
  displayserver: [{ text: noServer }],
  displayenv: [{ text: noServer }],
  displayncols: [{ here: ['--grid-size'] }],
  displaywinsize: [{ text: noServer }],
  nohtml: [{ text: noServer }],
  usewandb: [{ text: 'nothing is sent anywhere; runs hold metrics.jsonl and event files for TensorBoard' }],
  suffix: [{ here: ['--name'] }],
  // Words of other toolkits of the field.
  gpu: [{ here: ['--device'], text: 'say --device cuda' }],
  gpus: [{ here: ['--device'], text: 'say --device cuda' }],
  cpu: [{ here: ['--device'], text: 'say --device cpu' }],
  data: [{ here: ['--split'], text: 'name the pictures behind the run' }, { text: 'name the data behind the system' }],
  datadir: [{ text: 'name the data behind the system' }],
  conditional: [{ text: 'cgan is the system that takes classes: ganymede train cgan' }],
  cond: [{ text: 'cgan is the system that takes classes: ganymede train cgan' }],
  resolution: [{ here: ['--size'] }],
  res: [{ here: ['--size'] }],
  imgsize: [{ here: ['--size'] }],
  channelsimg: [{ here: ['--channels'] }],
  zdim: [{ here: ['--latent-dim'] }],
  latentsize: [{ here: ['--latent-dim'] }],
  learningrate: [{ here: ['--lr-g', '--lr-d'] }],
  glr: [{ here: ['--lr-g'] }],
  dlr: [{ here: ['--lr-d'] }],
  betas: [{ here: ['--beta1', '--beta2'] }],
  b1: [{ here: ['--beta1'] }],
  b2: [{ here: ['--beta2'] }],
  ncritic: [{ here: ['--d-steps'] }],
  clipvalue: [{ here: ['--clip'] }],
  lambdagp: [{ here: ['--penalty-weight'] }],
  gamma: [{ here: ['--penalty-weight'], text: 'say --penalty r1 --penalty-weight' }],
  labelsmoothing: [{ here: ['--real-label'], text: 'say --real-label 0.9' }],
  numtrainsteps: [{ here: ['--steps'] }],
  maxsteps: [{ here: ['--steps'] }],
  totalsteps: [{ here: ['--steps'] }],
  iterations: [{ here: ['--steps'] }],
  iters: [{ here: ['--steps'] }],
  numepochs: [{ here: ['--steps'], text: saySteps }],
  kimg: [{ here: ['--images'], text: 'say --images, in images and not in thousands' }],
  gradientaccumulateevery: [{ here: ['--accum-d', '--accum-g'] }],
  emadecay: [{ here: ['--ema'] }],
  emabeta: [{ here: ['--ema'] }],
  mirror: [{ here: ['--flip'] }],
  hflip: [{ here: ['--flip'] }],
  aug: [{ here: ['--augment'] }],
  augprob: [{ here: ['--augment-strength'] }],
  fp16: [{ here: ['--precision'], text: 'say --precision bfloat16' }],
  bf16: [{ here: ['--precision'], text: 'say --precision bfloat16' }],
  amp: [{ here: ['--precision'], text: 'say --precision auto' }],
  fp32: [{ here: ['--precision'], text: 'say --precision float32' }],
  numworkers: [{ text: 'pictures are read ahead by themselves' }],
  saveevery: [{ here: ['--checkpoint-every'] }],
  saveinterval: [{ here: ['--checkpoint-every'] }],
  sampleinterval: [{ here: ['--sample-every'] }],
  snap: [{ here: ['--checkpoint-every'], text: 'say --checkpoint-every, in steps' }],
  metrics: [{ here: ['--quick-metric'] }],
  resume: [
    {
      here: ['--from'],
      text: 'the same command goes on with its run, ganymede resume with any; --from starts anew from weights',
    },
  ],
  checkpoint: [{ here: ['--step'] }, { here: ['--from'] }],
  ckpt: [{ here: ['--step'] }, { here: ['--from'] }],
  pretrained: [{ here: ['--from'] }],
  num: [{ here: ['--seeds'], text: hundred }, { here: ['--count'] }],
  nsamples: [{ here: ['--seeds'], text: hundred }, { here: ['--count'] }],
  numsamples: [{ here: ['--seeds'], text: hundred }, { here: ['--count'] }],
  numimages: [{ here: ['--seeds'], text: hundred }, { here: ['--count'] }],
  class: [{ here: ['--label'] }],
  outdir: [{ here: ['--out'] }, { here: ['--runs'], text: 'the folder of all runs is --runs' }],
  output: [{ here: ['--out'] }, { here: ['--runs'], text: 'the folder of all runs is --runs' }],
  outputdir: [{ here: ['--out'] }, { here: ['--runs'], text: 'the folder of all runs is --runs' }],
  savedir: [{ here: ['--out'] }, { here: ['--runs'], text: 'the folder of all runs is --runs' }],
  logdir: [{ here: ['--runs'], text: 'a run holds its own logs; --runs is the folder of all runs' }],
  tensorboard: [{ text: 'every run holds event files: tensorboard --logdir runs' }],
}

/**
 * What a flag of such a program is called here.
 *
 * @param name   as typed, with its hyphens
 * @param known  flags of the command
 * @returns words that follow the name, or undefined when nobody knows such a flag
 * @example
 * adviceOn('--ngf', ['--width-g'])  // 'does not exist; here it is --width-g'
 */
export function adviceOn(name: string, known: readonly string[]): string | undefined {
  const key = name.replace(/[-_]/g, '').toLowerCase()
  const all = Object.hasOwn(advices, key) ? advices[key] : undefined
  const advice = all?.find(({ here = [] }) => here.every((flag) => known.includes(flag)))
  if (advice === undefined) return undefined
  const { text, here = [] } = advice
  return text === undefined ? `does not exist; here it is ${here.join(' and ')}` : `does not exist: ${text}`
}

/** Values of the authors' options that no rule of spelling would find. */
const values: Readonly<Record<string, string>> = {
  AtoB: 'a2b',
  BtoA: 'b2a',
  unet_128: 'unet',
  unet_256: 'unet',
  resnet_6blocks: 'resnet-6',
  resnet_9blocks: 'resnet-9',
  basic: 'patch',
  n_layers: 'patch',
}

/**
 * `Did you mean …?` for a value that is none of the choices: by its name in such a program, else the nearest.
 *
 * @returns undefined when nothing is near
 */
export function didYouMeanValue(typed: unknown, choices: readonly unknown[]): string | undefined {
  if (typeof typed !== 'string') return undefined
  const names = choices.filter((choice) => typeof choice === 'string')
  const here = Object.hasOwn(values, typed) ? values[typed] : undefined
  return here !== undefined && names.includes(here) ? `Did you mean ${here}?` : didYouMean(typed, names)
}
