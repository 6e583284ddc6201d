import { keep, linspace, memory, noGrad, randn, scope, type Tensor, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { ConvVae, MlpVae, type VaePass } from '../../../src/models/vae/networks.js'
import { betaAt, klByDimension, reconstructionLoss, vaeLoss, vaeTerms } from '../../../src/models/vae/objective.js'
import { vaeOptions } from '../../../src/models/vae/options.js'
import { vaeStep } from '../../../src/models/vae/step.js'
import { VaeTestMeter } from '../../../src/models/vae/test-loss.js'
import { vae } from '../../../src/models/vae/vae.js'
import { manifoldLatents, vaeViews } from '../../../src/models/vae/views.js'
import { trainSchema } from '../../../src/options/train-options.js'
import { loadWeights } from '../../../src/weights/load-weights.js'
import { stepContext } from '../step-context.js'

const close = (found: number, expected: number, tolerance = 1e-5) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))

/** A forward pass of two images of one pixel and two latents, with numbers that can be checked by hand. */
const smallPass = (): VaePass => ({
  mu: tensor([
    [0.5, 0],
    [-1, 0.1],
  ]),
  logVar: tensor([
    [0, 0],
    [0.5, -0.2],
  ]),
  z: zeros([2, 2]),
  logits: tensor([0.4, -1]).view([2, 1, 1, 1]),
})
const smallImages = () => tensor([1, 0.25]).view([2, 1, 1, 1])

describe('the loss', () => {
  it.each([
    [
      'bernoulli',
      -Math.log(1 / (1 + Math.exp(-0.4))) -
        0.25 * Math.log(1 / (1 + Math.exp(1))) -
        0.75 * Math.log(1 - 1 / (1 + Math.exp(1))),
    ],
    ['gaussian', (0.5 / 0.04) * ((1 - 1 / (1 + Math.exp(-0.4))) ** 2 + (0.25 - 1 / (1 + Math.exp(1))) ** 2)],
    ['laplace', 5 * (Math.abs(1 - 1 / (1 + Math.exp(-0.4))) + Math.abs(0.25 - 1 / (1 + Math.exp(1))))],
  ] as const)('sums the %s reconstruction over pixels and images', (likelihood, expected) => {
    scope(() =>
      close(reconstructionLoss(smallPass().logits, smallImages(), { likelihood, sigma: 0.2 }).item(), expected),
    )
  })

  it('stays finite where a sigmoid rounds to 0 or 1', () => {
    scope(() => {
      const loss = reconstructionLoss(tensor([200, -200]), tensor([0, 1]), { likelihood: 'bernoulli', sigma: 1 })
      expect(loss.item()).toBe(400)
    })
  })

  it('gives the KL divergence by dimension, 0 for the prior itself', () => {
    scope(() => {
      const kl = (mu: number, logVar: number) => -0.5 * (1 + logVar - mu ** 2 - Math.exp(logVar))
      const found = klByDimension(smallPass()).toArray() as number[]
      close(found[0]!, kl(0.5, 0) + kl(-1, 0.5))
      close(found[1]!, kl(0, 0) + kl(0.1, -0.2))
      expect(
        klByDimension({ mu: zeros([3, 2]), logVar: zeros([3, 2]) })
          .sum()
          .item(),
      ).toBe(0)
    })
  })

  it('weights the KL term by beta alike for both reductions, and floors dimensions at the free bits', () => {
    scope(() => {
      const terms = vaeTerms(smallPass(), smallImages(), { likelihood: 'bernoulli', sigma: 1 })
      const [rec, kl] = [terms.rec.item(), terms.klByDimension.toArray() as number[]]
      const total = kl[0]! + kl[1]!
      close(vaeLoss(terms, 2, 4, { freeBits: 0, reduction: 'sum' }).item(), rec + 4 * total)
      close(vaeLoss(terms, 2, 4, { freeBits: 0, reduction: 'mean' }).item(), (rec + 4 * total) / 2)
      // The second dimension has less than 0.05 nats an image and is lifted to it.
      expect(kl[1]! / 2).toBeLessThan(0.05)
      close(vaeLoss(terms, 2, 1, { freeBits: 0.05, reduction: 'sum' }).item(), rec + kl[0]! + 0.1)
    })
  })

  it('raises beta from 0 over the warm-up steps and leaves it there', () => {
    const options = { beta: 2, klWarmup: 4 }
    expect([0, 1, 2, 4, 100].map((step) => betaAt(step, options))).toEqual([0, 0.5, 1, 2, 2])
    expect(betaAt(0, { beta: 2, klWarmup: 0 })).toBe(2)
  })
})

describe('the networks', () => {
  it('have the parameters of the specification', () => {
    const streams = new SeededStreams(1, 'cpu')
    const data = { channels: 1, height: 28, width: 28, classes: null, count: 1 }
    const { vae: network } = vae.build(vaeOptions.parse({}), data, streams)
    expect(network.parameterCount).toBe(652_824)
    expect([...network.stateDict().keys()]).toEqual([1, 2, 3, 4, 5].flatMap((i) => [`fc${i}.weight`, `fc${i}.bias`]))
    network.dispose()
    streams.dispose()
  })

  it.each([
    ['mlp', 1, 28, 28],
    ['mlp', 3, 20, 17],
    ['conv', 1, 28, 28],
    ['conv', 3, 32, 32],
    ['conv', 3, 50, 37],
    ['conv', 1, 16, 64],
  ] as const)('%s maps images of %i × %i × %i px to latents and back', (network, channels, height, width) => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      const options = vaeOptions.parse({ network, latentDim: 3, hidden: 8, width: 2 })
      const data = { channels, height, width, classes: null, count: 1 }
      const { vae: net } = vae.build(options, data, streams)
      const pass = net.forward(zeros([2, channels, height, width]), zeros([2, 3]))
      expect(pass.mu.shape).toEqual([2, 3])
      expect(pass.logits.shape).toEqual([2, channels, height, width])
      expect(() => net.encode(zeros([2, channels, height, width + 1]))).toThrow(`${height}, ${width}]`)
      expect(() => net.decode(zeros([2, 4]))).toThrow(/\[N, 3\]/)
      net.dispose()
      streams.dispose()
    })
  })

  it('doubles channels at every halving of the convolutional network, at most eight times', () => {
    scope(() => {
      const shape = { channels: 1, height: 256, width: 256, latentDim: 2 }
      const network = new ConvVae(shape, 2, new SeededStreams(1, 'cpu').stream('init'))
      const channels = [...network.stateDict()].flatMap(([name, { shape: s }]) =>
        /^encoder\.\d+\.weight$/.test(name) ? [s[0]] : [],
      )
      expect(channels).toEqual([2, 4, 8, 16, 16, 16])
      network.dispose()
    })
  })

  it('bound the log-variance, so that its exponential is finite', () => {
    scope(() => {
      const network = new MlpVae(
        { channels: 1, height: 4, width: 4, latentDim: 2 },
        3,
        new SeededStreams(1, 'cpu').stream('i'),
      )
      noGrad(() => {
        network.fc3.weight.zero_()
        network.fc3.bias!.copy_(tensor([1e6, -1e6]))
      })
      const { logVar } = network.encode(zeros([1, 1, 4, 4]))
      expect(logVar.toArray()).toEqual([[20, -30]])
      network.dispose()
    })
  })

  it.each(['mlp', 'conv'] as const)('%s is told the class in encoder and decoder when it is conditional', (network) => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      const options = vaeOptions.parse({ network, latentDim: 2, hidden: 8, width: 2, size: 16, conditional: true })
      const data = { channels: 1, height: 16, width: 16, classes: ['a', 'b', 'c'], count: 9 }
      const { vae: net } = vae.build(options, data, streams)
      const [x, z] = [zeros([3, 1, 16, 16]), zeros([3, 2])]
      const labels = tensor([0n, 1n, 1n])
      for (const told of [net.encode(x, labels).mu, net.decode(z, labels)]) {
        const [a, b, alsoB] = [0, 1, 2].map((i) => told.select(0, i)) as [Tensor, Tensor, Tensor]
        expect(a.equal(b)).toBe(false)
        expect(b.sub(alsoB).abs().max().item()).toBeLessThan(1e-6)
      }
      expect(() => net.encode(x)).toThrow(/encoder: a conditional network needs labels/)
      expect(() => net.decode(z)).toThrow(/decoder: a conditional network needs labels/)
      net.dispose()
      streams.dispose()
    })
  })

  it("take weights of PyTorch's example under the names that they have there", () => {
    scope(() => {
      const rng = new SeededStreams(1, 'cpu').stream('init')
      const shape = { channels: 1, height: 4, width: 4, latentDim: 2 }
      const [network, source] = [new MlpVae(shape, 3, rng), new MlpVae(shape, 3, rng)]
      const names: Record<string, string> = { fc1: 'fc1', fc2: 'fc21', fc3: 'fc22', fc4: 'fc3', fc5: 'fc4' }
      const theirs = new Map(
        [...source.stateDict()].map(([name, value]) => [name.replace(/^fc\d/, (layer) => names[layer]!), value]),
      )
      const report = loadWeights(network, 'vae', 'mnist_vae.pt', theirs)
      expect(report).toMatchObject({ matched: 10, total: 10, missing: [], unexpected: [], conflicts: [] })
      for (const [name, value] of network.stateDict())
        expect(value.equal(source.stateDict().get(name)!), name).toBe(true)
      // Our own names are left alone.
      expect(network.adoptNames(source.stateDict())).toEqual(source.stateDict())
      network.dispose()
      source.dispose()
    })
  })
})

describe('a training step', () => {
  async function gradients(
    reduction: 'sum' | 'mean',
    accumG: number,
  ): Promise<{ values: Tensor; logged: Map<string, number> }> {
    const streams = new SeededStreams(5, 'cpu')
    const options = vaeOptions.parse({ size: 16, hidden: 6, latentDim: 2, reduction })
    const data = { channels: 1, height: 16, width: 16, classes: null, count: 8 }
    const networks = scope(() => vae.build(options, data, streams))
    const optimizers = vae.optimizers(networks, options, trainSchema.parse({}))
    // Noise of zeros: the order of draws differs between whole and divided batches.
    const logged = new Map<string, number>()
    const images = scope(() =>
      keep(randn([8, 1, 16, 16], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 })),
    )
    noGrad(() => {
      networks.vae.parameters()[4]!.zero_()
      networks.vae.parameters()[5]!.fill_(-30)
    })
    let values: Tensor | null = null
    let part = 0
    const { ctx, logged: found } = stepContext({
      networks,
      optimizers,
      options,
      random: streams,
      data,
      train: { batch: 8, accumG },
      images: [images],
      onGradients: () => {
        values = keep(networks.vae.parameters()[0]!.grad!.clone())
      },
    })
    const size = 8 / accumG
    await vaeStep({
      ...ctx,
      nextReal: async () => {
        const from = part++ * size
        return { toDevice: () => ({ images: images.narrow(0, from, size), labels: null }) }
      },
    })
    for (const [key, value] of found) logged.set(key, value)
    images.dispose()
    networks.vae.dispose()
    optimizers.vae!.dispose()
    streams.dispose()
    return { values: values!, logged }
  }

  it.each(['sum', 'mean'] as const)(
    'gives the gradient of the whole batch from its parts, reduced by %s',
    async (reduction) => {
      const live = memory().live
      const whole = await gradients(reduction, 1)
      const parts = await gradients(reduction, 4)
      scope(() => {
        const scale = whole.values.abs().max().item()
        expect(scale).toBeGreaterThan(0)
        expect(parts.values.sub(whole.values).abs().max().item()).toBeLessThan(1e-5 * scale)
      })
      expect(whole.logged.get('loss')!).toBeCloseTo(whole.logged.get('rec')! + whole.logged.get('kl')!, 3)
      whole.values.dispose()
      parts.values.dispose()
      expect(memory().live).toBe(live)
    },
  )
})

describe('the test loss', () => {
  it('is that of the terms, over all batches', () => {
    scope(() => {
      const streams = new SeededStreams(2, 'cpu')
      const shape = { channels: 1, height: 8, width: 8, latentDim: 4 }
      const network = new MlpVae(shape, 16, streams.stream('init')).eval()
      const options = vaeOptions.parse({})
      const images = randn([32, 1, 8, 8], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 })
      using meter = new VaeTestMeter({ network, options })
      meter.add(images.narrow(0, 0, 20))
      meter.add(images.narrow(0, 20, 12))
      const found = meter.result()
      const posterior = network.encode(images.add(1).mul(0.5))
      expect(found.images).toBe(32)
      close(found.kl, klByDimension(posterior).sum().item() / 32)
      close(found.nelbo, found.rec + found.kl)
      expect(found.activeUnits).toBe(
        posterior.mu.variance([0], { correction: 0 }).gt(0.01).to({ dtype: 'float32' }).sum().item(),
      )
      network.dispose()
      streams.dispose()
    })
  })

  it('approaches the likelihood with many importance samples', () => {
    scope(() => {
      const streams = new SeededStreams(2, 'cpu')
      const network = new MlpVae({ channels: 1, height: 4, width: 4, latentDim: 1 }, 8, streams.stream('init')).eval()
      noGrad(() => {
        for (const parameter of network.parameters()) parameter.mul_(3)
      })
      const images = randn([1, 1, 4, 4], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 })
      using meter = new VaeTestMeter({ network, options: vaeOptions.parse({}), importanceSamples: 2000 })
      meter.add(images)
      // log p(x) by quadrature over the one latent: Σ p(x | z) p(z) dz.
      const z = linspace(-8, 8, 3201).unsqueeze(1)
      const x = images.add(1).mul(0.5).flatten(1)
      const logits = network.decode(z).flatten(1)
      const logPx = x.mul(logits).sub(logits.softplus()).sum([1])
      const logPz = z
        .flatten()
        .square()
        .mul(-0.5)
        .sub(0.5 * Math.log(2 * Math.PI))
      const exact = -logPx
        .add(logPz)
        .add(Math.log(16 / 3200))
        .logsumexp([0])
        .item()
      close(meter.result().iwae!, exact, 0.01)
      expect(meter.result().nelbo).toBeGreaterThan(exact - 0.5)
      network.dispose()
      streams.dispose()
    })
  })

  it('tightens the bound with more importance samples, whatever the batches', () => {
    scope(() => {
      const streams = new SeededStreams(2, 'cpu')
      const network = new MlpVae({ channels: 1, height: 4, width: 4, latentDim: 3 }, 8, streams.stream('init')).eval()
      noGrad(() => {
        for (const parameter of network.parameters()) parameter.mul_(3)
      })
      const images = randn([64, 1, 4, 4], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 })
      const bound = (importanceSamples: number, batch: number): number => {
        using meter = new VaeTestMeter({ network, options: vaeOptions.parse({}), importanceSamples })
        for (const part of images.split(batch)) meter.add(part)
        return meter.result().iwae!
      }
      const [one, ten, many] = [bound(1, 64), bound(10, 64), bound(300, 64)]
      expect(one).toBeGreaterThan(ten)
      expect(ten).toBeGreaterThan(many)
      // Other draws, the same mean up to their spread.
      close(bound(300, 7), many, 0.01)
      network.dispose()
      streams.dispose()
    })
  })

  it('is reported by the definition', () => {
    const streams = new SeededStreams(2, 'cpu')
    const options = vaeOptions.parse({ size: 16, hidden: 4 })
    const data = { channels: 1, height: 16, width: 16, classes: null, count: 1 }
    const networks = vae.build(options, data, streams)
    const request = { seed: 1, ema: true, importanceSamples: 3 }
    const meter = vae.testLoss!({ networks, ema: null, options, data, device: 'cpu' }, request)
    scope(() => meter.add(zeros([2, 1, 16, 16])))
    const { value, details, importanceBound } = meter.result()
    close(value, details.rec! + details.kl!)
    expect(importanceBound).toBeGreaterThan(0)
    meter.dispose()
    networks.vae.dispose()
    streams.dispose()
  })

  it('includes the constant of a normal density', () => {
    scope(() => {
      const shape = { channels: 1, height: 4, width: 4, latentDim: 1 }
      const network = new MlpVae(shape, 2, new SeededStreams(2, 'cpu').stream('init')).eval()
      noGrad(() => network.fc5.weight.zero_())
      noGrad(() => network.fc5.bias!.zero_())
      using meter = new VaeTestMeter({ network, options: { likelihood: 'gaussian', sigma: 0.5 } })
      meter.add(zeros([3, 1, 4, 4])) // 0 is the middle of the range, which sigmoid(0) hits
      close(meter.result().rec, 16 * Math.log(0.5 * Math.sqrt(2 * Math.PI)))
      network.dispose()
    })
  })

  it('refuses to tell anything of no images', () => {
    const network = scope(
      () =>
        new MlpVae({ channels: 1, height: 4, width: 4, latentDim: 1 }, 2, new SeededStreams(2, 'cpu').stream('init')),
    )
    using meter = new VaeTestMeter({ network, options: vaeOptions.parse({}) })
    expect(() => meter.result()).toThrow(/no images/)
    network.dispose()
  })
})

describe('the sheets', () => {
  it('places the manifold at quantiles of the prior, upwards and to the right', () => {
    scope(() => {
      const z = manifoldLatents(4, { latentDim: 3, plane: [2, 0] }, 'cpu')
      expect(z.shape).toEqual([16, 3])
      const rows = z.toArray() as number[][]
      // Quantiles 1/8, 3/8, 5/8, 7/8 of N(0, 1): scipy.stats.norm.ppf.
      const quantiles = [-1.1503494, -0.3186394, 0.3186394, 1.1503494]
      rows.forEach(([up, other, right], i) => {
        close(right!, quantiles[i % 4]!)
        close(up!, quantiles[3 - Math.floor(i / 4)]!)
        expect(other).toBe(0)
      })
    })
  })

  it('spans the manifold over the two dimensions that vary most over real images, or over those asked for', () => {
    scope(() =>
      noGrad(() => {
        const streams = new SeededStreams(1, 'cpu')
        const data = { channels: 1, height: 16, width: 16, classes: null, count: 64 }
        const model = { size: 16, latentDim: 6, hidden: 8, manifoldSize: 3 }
        const networks = vae.build(vaeOptions.parse(model), data, streams)
        const view = vaeViews.find(({ name }) => name === 'manifold')!
        expect(view.realCount!(data, vaeOptions.parse(model))).toBe(1000)
        const images = randn([64, 1, 16, 16], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 })
        const { mu } = networks.vae.encode(images.add(1).mul(0.5))
        const variances = mu.variance([0]).toArray() as number[]
        const byActivity = [...variances.keys()].sort((a, b) => variances[b]! - variances[a]!)
        const shown = (plane: { planeX?: number; planeY?: number }) => {
          const ctx = { networks, ema: null, options: vaeOptions.parse({ ...model, ...plane }), data, device: 'cpu' }
          const reals = () => ({ images, labels: null })
          return view.render(ctx, { count: 9, seeds: [], labels: null, reals })
        }
        const [x, y] = byActivity.slice(0, 2).sort((a, b) => a - b)
        const { images: found, columnTitles } = shown({})
        expect(columnTitles).toEqual(Array(3).fill(`z${x} to the right, z${y} upwards`))
        expect(found.equal(shown({ planeX: x!, planeY: y! }).images)).toBe(true)
        expect(shown({ planeX: 0, planeY: 1 }).columnTitles?.[0]).toBe('z0 to the right, z1 upwards')
        const other = byActivity.find((d) => d !== 3)
        expect(shown({ planeY: 3 }).columnTitles?.[0]).toBe(`z${other} to the right, z3 upwards`)
        networks.vae.dispose()
        streams.dispose()
      }),
    )
  })

  it('shows the class that is chosen, and reconstructs images with their own', () => {
    scope(() =>
      noGrad(() => {
        const streams = new SeededStreams(1, 'cpu')
        const data = { channels: 1, height: 16, width: 16, classes: ['a', 'b'], count: 9 }
        const model = { size: 16, latentDim: 2, hidden: 4, manifoldSize: 2, conditional: true }
        const networks = vae.build(vaeOptions.parse(model), data, streams)
        const drawn = (planeClass: number) => {
          const ctx = { networks, ema: null, options: vaeOptions.parse({ ...model, planeClass }), data, device: 'cpu' }
          const reals = () => ({ images: zeros([2, 1, 16, 16]), labels: tensor([0n, 1n]) })
          return vaeViews
            .slice(0, 3)
            .map((view) => view.render(ctx, { count: 4, seeds: [], labels: null, reals }).images)
        }
        const [[pairs, manifold, traversal] = [], [samePairs, otherManifold, otherTraversal] = []] = [
          drawn(0),
          drawn(1),
        ]
        expect(manifold!.equal(otherManifold!)).toBe(false)
        expect(traversal!.equal(otherTraversal!)).toBe(false)
        expect(pairs!.equal(samePairs!)).toBe(true)
        // Equal images of two classes: what differs is the class alone.
        expect(pairs!.select(0, 1).equal(pairs!.select(0, 3))).toBe(false)
        networks.vae.dispose()
        streams.dispose()
      }),
    )
  })

  it('goes straight from one real image to another', () => {
    scope(() =>
      noGrad(() => {
        const streams = new SeededStreams(1, 'cpu')
        const data = { channels: 1, height: 16, width: 16, classes: ['a', 'b'], count: 4 }
        const options = vaeOptions.parse({ size: 16, latentDim: 2, hidden: 4, conditional: true })
        const networks = vae.build(options, data, streams)
        const ctx = { networks, ema: null, options, data, device: 'cpu' }
        const view = vaeViews.find(({ name }) => name === 'interpolation')!
        expect(view.count!(data, options)).toBe(20)
        const images = randn([4, 1, 16, 16], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 })
        const labels = tensor([0n, 1n, 0n, 1n])
        const found = view.render(ctx, { count: 20, seeds: [], labels: null, reals: () => ({ images, labels }) })
        const { mu } = networks.vae.encode(images.add(1).mul(0.5), labels)
        // Rows go from image i to image i + 2, and keep the class of the first.
        const middle = (row: number, share: number) =>
          networks.vae
            .decode(
              mu
                .select(0, row)
                .lerp(mu.select(0, row + 2), share)
                .unsqueeze(0),
              labels.narrow(0, row, 1),
            )
            .mul(0.5)
            .tanh()
        for (const [row, step] of [
          [0, 0],
          [0, 9],
          [1, 3],
        ] as const) {
          const difference = found.images
            .narrow(0, row * 10 + step, 1)
            .sub(middle(row, step / 9))
            .abs()
            .max()
            .item()
          expect(difference).toBeLessThan(1e-5)
        }
        networks.vae.dispose()
        streams.dispose()
      }),
    )
  })

  it('draws real images in latent space, with an example of each class', () => {
    scope(() =>
      noGrad(() => {
        const streams = new SeededStreams(1, 'cpu')
        const data = { channels: 1, height: 16, width: 16, classes: ['a', 'b', 'c'], count: 9 }
        const options = vaeOptions.parse({ size: 16, latentDim: 2, hidden: 4 })
        const networks = vae.build(options, data, streams)
        const ctx = { networks, ema: null, options, data, device: 'cpu' }
        const scatter = vaeViews.find(({ name }) => name === 'scatter')!
        expect(scatter.realCount!(data, options)).toBe(1000)
        expect(scatter.realCount!({ ...data, channels: 3, height: 1024, width: 1024 }, options)).toBe(10)
        const reals = () => ({
          images: randn([300, 1, 16, 16], { generator: streams.stream('images') }).clamp({ min: -1, max: 1 }),
          labels: tensor(Array.from({ length: 300 }, (_, i) => BigInt(i % 2))),
        })
        const { images, enlarged } = scatter.render(ctx, { count: 1, seeds: [], labels: null, reals })
        expect(images.shape.slice(0, 3)).toEqual([1, 3, 512])
        expect(images.shape[3]).toBeGreaterThan(512)
        expect(enlarged).toBe(1)
        networks.vae.dispose()
        streams.dispose()
      }),
    )
  })

  it.each([1, 2, 5])('draws all views with %i latent dimensions', (latentDim) => {
    scope(() =>
      noGrad(() => {
        const streams = new SeededStreams(1, 'cpu')
        const options = vaeOptions.parse({ size: 16, latentDim, hidden: 4, manifoldSize: 3 })
        const data = { channels: 3, height: 16, width: 16, classes: null, count: 9 }
        const networks = vae.build(options, data, streams)
        const ctx = { networks, ema: null, options, data, device: 'cpu' }
        for (const view of vaeViews) {
          const count = view.count?.(data, options) ?? 6
          const reals = (n = count) => ({ images: zeros([Math.min(n, 9), 3, 16, 16]), labels: null })
          const { images, columns } = view.render(ctx, { count, seeds: [], labels: null, reals })
          const side = view.name === 'scatter' ? 512 : 16
          expect(images.shape, view.name).toEqual([count, 3, side, side])
          expect(count % columns!, view.name).toBe(0)
          expect(images.abs().max().item()).toBeLessThanOrEqual(1)
        }
        networks.vae.dispose()
        streams.dispose()
      }),
    )
  })
})

describe('refusals', () => {
  const data = { channels: 1, height: 28, width: 28, classes: null, count: 10 }
  it.each([
    [{ planeX: 20 }, {}, /planeX must be below model.latentDim \(20\), got 20; use 0 to 19/],
    [{ planeX: 1, planeY: 1 }, {}, /both are 1; use --plane-y 0/],
    [{ planeClass: 1 }, {}, /planeClass has no effect without model.conditional/],
    [{}, { dSteps: 5 }, /train.dSteps.*no discriminator/],
    [{}, { shareFakes: true }, /train.shareFakes/],
    [{}, { concatForward: true }, /train.concatForward/],
    [{}, { accumG: 3, batch: 128 }, /divisible/],
  ])('names what does not fit: %o %o', (model, train, expected) => {
    expect(vae.problems?.(vaeOptions.parse(model), trainSchema.parse(train)).join('\n')).toMatch(expected)
  })

  it('takes classes only where there are some', () => {
    const check = (classes: readonly string[] | null, planeClass = 0) =>
      vae.check?.(vaeOptions.parse({ conditional: true, planeClass }), trainSchema.parse({}), { ...data, classes })
    expect(() => check(null)).toThrow(/this data set has none/)
    expect(() => check(['a', 'b'], 1)).not.toThrow()
    expect(() => check(['a', 'b'], 2)).toThrow(/planeClass must be below the number of classes \(2\), got 2/)
  })

  it.each([[{ size: 8 }], [{ sigma: 0 }], [{ likelihood: 'poisson' }], [{ beta: -1 }], [{ latendDim: 2 }]])(
    'refuses the options %o',
    (options) => {
      expect(vaeOptions.safeParse(options).success).toBe(false)
    },
  )
})
