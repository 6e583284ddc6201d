import { keep, noGrad, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import type { CycleganNetworks } from '../../../src/models/cyclegan/networks.js'
import { cycleganStep } from '../../../src/models/cyclegan/step.js'
import { expectGolden } from '../../fixtures/expect-golden.js'
import { type GoldenCase, loadGolden, sharedPath, withPrefix } from '../../fixtures/golden.js'
import { type CycleganBench, cycleganBench } from './cyclegan-context.js'

const path = 'cyclegan/train_step_lsgan_idt'
const lr = { lr: 2e-4 }

/** The authors' names of our networks. */
const authors = (name: string): string =>
  name
    .replace(/^generator\.a2b\./, 'G_A.')
    .replace(/^generator\.b2a\./, 'G_B.')
    .replace(/^discriminator\.b\./, 'D_A.')
    .replace(/^discriminator\.a\./, 'D_B.')

function* allParameters({ generator, discriminator }: CycleganNetworks): Generator<[string, Tensor]> {
  for (const [name, value] of generator.namedParameters()) yield [authors(`generator.${name}`), value]
  for (const [name, value] of discriminator.namedParameters()) yield [authors(`discriminator.${name}`), value]
}

interface Reference {
  readonly golden: GoldenCase
  readonly losses: readonly Readonly<Record<string, number>>[]
}

function reference(): Reference {
  const golden = loadGolden(path)
  return { golden, losses: (golden.about as unknown as { losses: Record<string, number>[] }).losses }
}

/** The networks of the reference, and a context whose step sees its images. */
function prepared({ golden }: Reference, onGradients: (network: string) => void): CycleganBench {
  const bench = cycleganBench({
    model: { size: 64, network: 'resnet-6', widthG: 8, widthD: 8 },
    data: { channels: 3, height: 64, width: 64, classes: null, count: 1 },
    next: (call) => {
      const of = (domain: string) => golden.tensors.get(`in.it${call}.${domain}`)!.alias()
      return { images: of('A'), targets: of('B') }
    },
    onGradients,
  })
  const { generator, discriminator } = bench.networks
  for (const [part, name] of [
    [generator.a2b, 'G_A'],
    [generator.b2a, 'G_B'],
    [discriminator.b, 'D_A'],
    [discriminator.a, 'D_B'],
  ] as const) {
    part.loadStateDict(withPrefix(golden.tensors, `init.${name}.`))
  }
  return bench
}

describe.skipIf(sharedPath(`golden/${path}.json`) === null)('CycleGAN against the authors code', () => {
  it('gives the reference images, losses, gradients and weights in two iterations', async () => {
    const known = scope(() => keptReference())
    const { golden, losses } = known
    const gradients = new Map<string, Tensor>()
    const run = prepared(known, (network) => {
      for (const [name, value] of allParameters(run.networks)) {
        const isOurs = name.startsWith(network === 'g' ? 'G' : 'D')
        if (isOurs && !gradients.has(name)) gradients.set(name, keep(value.grad!.clone()))
      }
    })
    const { networks, ctx, logged, traced } = run
    scope(() => noGrad(() => expectImages(golden, networks)))
    for (const iteration of [0, 1]) {
      await cycleganStep(ctx)
      const expected = losses[iteration]!
      const close = (name: string, value: number) =>
        expect(Math.abs(value / expected[name]! - 1), `${name} of iteration ${iteration}`).toBeLessThan(1e-4)
      close('G', logged.get('g/total')!)
      close('G_A', logged.get('g/adv_a2b')!)
      close('G_B', logged.get('g/adv_b2a')!)
      close('cycle_A', logged.get('g/cycle_a')! * 10)
      close('cycle_B', logged.get('g/cycle_b')! * 10)
      // G_A is shown B, G_B is shown A.
      close('idt_A', logged.get('g/identity_b')! * 5)
      close('idt_B', logged.get('g/identity_a')! * 5)
      close('D_A', logged.get('d/total_b')!)
      close('D_B', logged.get('d/total_a')!)
      let compared = 0
      for (const [name, value] of allParameters(networks)) {
        if (!golden.tensors.has(`after.it${iteration}.${name}`)) continue
        expectGolden(golden, `after.it${iteration}.${name}`, value, lr)
        compared++
      }
      expect(compared).toBeGreaterThan(9)
    }
    const known0 = [...golden.tensors.keys()].filter((name) => name.startsWith('grad.it0.'))
    expect(known0.length).toBeGreaterThan(30)
    for (const name of known0) expectGolden(golden, name, gradients.get(name.slice('grad.it0.'.length))!, lr)
    expect(traced.join(' ')).toBe('g G d D g G d D')
    for (const value of gradients.values()) value.dispose()
    run.dispose()
    for (const value of golden.tensors.values()) value.dispose()
  })
})

function keptReference(): Reference {
  const known = reference()
  for (const value of known.golden.tensors.values()) keep(value)
  return known
}

function expectImages(golden: GoldenCase, { generator }: CycleganNetworks): void {
  const [a, b] = [golden.tensors.get('in.it0.A')!, golden.tensors.get('in.it0.B')!]
  const [fakeB, fakeA] = [generator.forward(a, 'a2b'), generator.forward(b, 'b2a')]
  expectGolden(golden, 'out.it0.fake_B', fakeB, lr)
  expectGolden(golden, 'out.it0.rec_A', generator.forward(fakeB, 'b2a'), lr)
  expectGolden(golden, 'out.it0.fake_A', fakeA, lr)
  expectGolden(golden, 'out.it0.rec_B', generator.forward(fakeA, 'a2b'), lr)
  expectGolden(golden, 'out.it0.idt_A', generator.forward(b, 'a2b'), lr)
  expectGolden(golden, 'out.it0.idt_B', generator.forward(a, 'b2a'), lr)
}
