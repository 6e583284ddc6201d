import { keep, memory, noGrad, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { type Pix2pixOptions, pix2pixOptions } from '../../../src/models/pix2pix/options.js'
import { pix2pix } from '../../../src/models/pix2pix/pix2pix.js'
import { withFrozenStatistics } from '../../../src/nn/layers/batch-norm.js'
import { type TrainOptions, trainSchema } from '../../../src/options/train-options.js'
import { type GoldenCase, loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGoldenTensor, loadGoldenState } from '../image-to-image/golden-state.js'
import { stepContext } from '../step-context.js'

const data = { channels: 3, targetChannels: 3, height: 64, width: 64, classes: null, count: 2 }

interface Losses {
  readonly G_GAN: number
  readonly G_L1: number
  readonly D_real: number
  readonly D_fake: number
  readonly D: number
  readonly G: number
}

/** The same two iterations that the golden file holds, with its weights and pictures. */
async function runGolden(name: string, model: Partial<Pix2pixOptions>, train: Partial<TrainOptions> = {}) {
  const live = memory().live
  const golden = scope(() => loadGolden(`pix2pix/${name}`))
  for (const tensor of golden.tensors.values()) keep(tensor)
  const options = pix2pixOptions.parse({ size: 64, dropout: false, ...model })
  const streams = new SeededStreams(1, 'cpu')
  const networks = pix2pix.build(options, data, streams)
  const optimizers = pix2pix.optimizers(networks, options, trainSchema.parse({}))
  loadGoldenState(networks.generator, golden, 'init.G.')
  loadGoldenState(networks.discriminator, golden, 'init.D.')
  const firstGradients = new Map<string, Tensor>()
  const images = ['in.it0.A', 'in.it1.A'].map((key) => golden.tensors.get(key)!)
  const targets = ['in.it0.B', 'in.it1.B'].map((key) => golden.tensors.get(key)!)
  let iteration = 0
  const { ctx, logged, traced } = stepContext({
    networks,
    optimizers,
    options,
    random: streams,
    data,
    train,
    images,
    targets,
    onGradients(which) {
      if (iteration > 0) return
      const network = which === 'd' ? networks.discriminator : networks.generator
      const prefix = which === 'd' ? 'D' : 'G'
      for (const [path, weight] of network.namedParameters()) {
        firstGradients.set(`${prefix}.${path}`, keep(weight.grad!.clone()))
      }
    },
  })
  for (; iteration < 2; iteration++) {
    scope(() => {
      const { generator } = networks
      const output = noGrad(() => withFrozenStatistics(generator, () => generator.forward(images[iteration]!)))
      expectGoldenTensor(golden, `out.it${iteration}.fake_B`, output)
    })
    await pix2pix.step({ ...ctx, state: null, step: iteration })
    checkLosses(golden, iteration, logged, options)
    checkState(golden, iteration, networks, firstGradients)
  }
  for (const [path, gradient] of firstGradients) {
    const key = `grad.it0.${path}`
    if (golden.tensors.has(key)) expectGoldenTensor(golden, key, gradient)
    gradient.dispose()
  }
  for (const tensor of golden.tensors.values()) tensor.dispose()
  for (const network of Object.values(networks)) network.dispose()
  for (const optimizer of Object.values(optimizers)) optimizer.dispose()
  streams.dispose()
  expect(memory().live).toBe(live)
  return traced
}

// Summation order differs.
const relative = 1e-4

function checkLosses(golden: GoldenCase, iteration: number, logged: Map<string, number>, options: Pix2pixOptions) {
  const { losses } = golden.about as unknown as { readonly losses: readonly Losses[] }
  const expected = losses[iteration]!
  const found: Losses = {
    G_GAN: logged.get('g/adv')!,
    // There the factor is in it already.
    G_L1: logged.get('g/l1')! * options.l1Weight,
    D_real: logged.get('d/adv_real')!,
    D_fake: logged.get('d/adv_fake')!,
    D: logged.get('d/total')!,
    G: logged.get('g/total')!,
  }
  for (const key of Object.keys(found) as (keyof Losses)[]) {
    const error = Math.abs(found[key] / expected[key] - 1)
    expect(error, `${key} of iteration ${iteration}`).toBeLessThan(relative)
  }
}

function checkState(
  golden: GoldenCase,
  iteration: number,
  networks: Parameters<typeof pix2pix.optimizers>[0],
  gradients: ReadonlyMap<string, Tensor>,
) {
  let checked = 0
  for (const [prefix, network] of [
    ['G', networks.generator],
    ['D', networks.discriminator],
  ] as const) {
    for (const [path, value] of network.stateDict()) {
      const key = `after.it${iteration}.${prefix}.${path}`
      if (!golden.tensors.has(key) || path.endsWith('num_batches_tracked')) continue
      expectGoldenTensor(golden, key, value, gradients.get(`${prefix}.${path}`))
      checked++
    }
    const counter = [...network.stateDict()].find(([path]) => path.endsWith('num_batches_tracked'))!
    // D runs three times in every iteration, G once.
    expect(counter[1].item(), counter[0]).toBe((iteration + 1) * (prefix === 'D' ? 3 : 1))
  }
  expect(checked).toBeGreaterThanOrEqual(iteration === 0 ? 50 : 6)
}

describe.skipIf(sharedPath('golden/pix2pix/train_step_lsgan.json') === null)('two iterations of pix2pix', () => {
  it.each([
    ['train_step_vanilla_l1', { widthG: 8, widthD: 8, downs: 6 }],
    ['train_step_lsgan', { widthG: 4, widthD: 4, downs: 5, ganMode: 'lsgan', l1Weight: 10 }],
  ] as const)('%s: losses, gradients, weights and statistics are the authors’', async (name, model) => {
    expect(await runGolden(name, model)).toEqual(['d', 'D', 'g', 'G', 'd', 'D', 'g', 'G'])
  })
})
