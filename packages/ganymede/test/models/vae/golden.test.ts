import { keep, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { MlpVae } from '../../../src/models/vae/networks.js'
import { vaeLoss, vaeTerms } from '../../../src/models/vae/objective.js'
import { vaeOptions } from '../../../src/models/vae/options.js'
import { vaeStep } from '../../../src/models/vae/step.js'
import { vae } from '../../../src/models/vae/vae.js'
import { trainSchema } from '../../../src/options/train-options.js'
import { expectGolden, expectGoldenParts } from '../../fixtures/expect-golden.js'
import { loadGolden, sharedPath, withPrefix } from '../../fixtures/golden.js'
import { stepContext } from '../step-context.js'

const path = 'vae/vae_mlp_d784_h400_z20_b8'
const options = vaeOptions.parse({})
const shape = { channels: 1, height: 28, width: 28, latentDim: 20 }
const lr = { lr: 1e-3 }

describe.skipIf(sharedPath(`golden/${path}.json`) === null)('the perceptron VAE against the reference', () => {
  it('gives the reference forward pass, losses, gradients and two Adam steps', () => {
    scope(() => {
      const golden = loadGolden(path)
      const streams = new SeededStreams(0, 'cpu')
      const network = new MlpVae(shape, 400, streams.stream('init'))
      network.loadStateDict(withPrefix(golden.tensors, 'vae.'))
      const optimizer = vae.optimizers({ vae: network }, options, trainSchema.parse({})).vae!
      const step = (number: 1 | 2, images: string, noise: string) => {
        const x = golden.tensors.get(images)!.view([8, 1, 28, 28])
        const pass = network.forward(x, golden.tensors.get(noise)!)
        const terms = vaeTerms(pass, x, options)
        const loss = vaeLoss(terms, 8, 1, options)
        const expectStep = (name: string, value: Tensor) => expectGolden(golden, `step${number}.${name}`, value, lr)
        expectStep('mu', pass.mu)
        expectStep('log_var', pass.logVar)
        expectStep('z', pass.z)
        if (number === 1) expectStep('x_reconst', pass.logits.sigmoid())
        expectStep('reconst_loss', terms.rec)
        expectStep('kl_div', terms.klByDimension.sum())
        expectStep('loss', loss)
        optimizer.zeroGrad()
        loss.backward()
        for (const [name, parameter] of network.namedParameters()) {
          if (number === 1) expect(expectGoldenParts(golden, `grad.${name}`, parameter.grad!, lr), name).toBe(true)
        }
        optimizer.step()
        for (const [name, parameter] of network.namedParameters()) {
          const isKnown = expectGoldenParts(golden, `after${number}.${name}`, parameter, lr)
          if (number === 1) expect(isKnown, name).toBe(true)
        }
      }
      step(1, 'x', 'eps')
      step(2, 'x2', 'eps2')
      network.dispose()
      optimizer.dispose()
      streams.dispose()
    })
  })

  it('takes images in [-1, 1] in its training step and logs the terms per image', async () => {
    const { golden, network, images } = scope(() => {
      const golden = loadGolden(path)
      const network = new MlpVae(shape, 400, new SeededStreams(0, 'cpu').stream('init'))
      network.loadStateDict(withPrefix(golden.tensors, 'vae.'))
      return { golden, network, images: golden.tensors.get('x')!.view([8, 1, 28, 28]).mul(2).sub(1) }
    })
    const streams = new SeededStreams(3, 'cpu')
    const optimizers = vae.optimizers({ vae: network }, options, trainSchema.parse({}))
    const data = { ...shape, classes: null, count: 8 }
    const gradients = new Map<string, Tensor>()
    const { ctx, logged, traced } = stepContext({
      networks: { vae: network },
      optimizers,
      options,
      random: streams,
      data,
      train: { logEvery: 1 },
      images: [images],
      onGradients: () => {
        for (const [name, p] of network.namedParameters()) gradients.set(name, keep(p.grad!.clone()))
      },
    })
    await vaeStep(ctx)
    expect(traced).toEqual(['g', 'G'])
    scope(() => {
      // The noise is the stream's own, so only what does not depend on it is the reference's.
      const kl = golden.tensors.get('step1.kl_div')!.item() / 8
      expect(logged.get('kl')).toBeCloseTo(kl, 4)
      expect(logged.get('elbo')).toBeCloseTo(-(logged.get('rec')! + logged.get('kl')!), 4)
      const byDimension = [...logged].filter(([key]) => key.startsWith('kl/')).map(([, value]) => value)
      expect(byDimension).toHaveLength(20)
      expect(byDimension.reduce((a, b) => a + b, 0)).toBeCloseTo(kl, 4)
      expect(gradients.get('fc5.bias')!.abs().sum().item()).toBeGreaterThan(0)
    })
    for (const tensor of [...gradients.values(), ...golden.tensors.values(), images]) tensor.dispose()
    optimizers.vae!.dispose()
    network.dispose()
    streams.dispose()
  })
})
