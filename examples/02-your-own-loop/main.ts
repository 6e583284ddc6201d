/** The engine and the layers without the training loop: a GAN learns a ring of eight Gaussians. */

import { adam, LeakyReLU, Linear, Sequential } from '@ganymede/toolkit'
import { Generator, noGrad, randn, scope, softplus, stack, type Tensor, tensor } from '@ganymede/torch'

const steps = Number(process.env.STEPS ?? 1500)
const batch = 256
const rng = new Generator(1)

const mlp = (from: number, to: number) =>
  new Sequential([
    new Linear(from, 64, { rng }),
    new LeakyReLU(0.2),
    new Linear(64, 64, { rng }),
    new LeakyReLU(0.2),
    new Linear(64, to, { rng }),
  ])
const G = mlp(2, 2)
const D = mlp(2, 1)
const optimizerG = adam(G, { lr: 1e-3, betas: [0.5, 0.9] })
const optimizerD = adam(D, { lr: 1e-3, betas: [0.5, 0.9] })

const centres = stack(
  [0, 1, 2, 3, 4, 5, 6, 7].map((k) => tensor([Math.cos((k * Math.PI) / 4), Math.sin((k * Math.PI) / 4)])),
)
let turn = 0
const real = (): Tensor =>
  centres
    .roll([turn++], [0])
    .repeat([batch / 8, 1])
    .add(randn([batch, 2], { generator: rng }).mul(0.05))
const noise = (): Tensor => randn([batch, 2], { generator: rng })

for (let step = 1; step <= steps; step++) {
  // Everything made inside a scope and not returned is freed when it ends.
  const lossD = scope('d-step', () => {
    optimizerD.zeroGrad()
    const fake = noGrad(() => G.forward(noise()))
    const loss = softplus(D.forward(real()).neg())
      .mean()
      .add(softplus(D.forward(fake)).mean())
    loss.backward()
    optimizerD.step()
    return loss.item()
  })
  const lossG = scope('g-step', () => {
    optimizerG.zeroGrad()
    const loss = softplus(D.forward(G.forward(noise())).neg()).mean()
    loss.backward()
    optimizerG.step()
    return loss.item()
  })
  if (step % 250 === 0) console.log(`step ${step}  D ${lossD.toFixed(3)}  G ${lossG.toFixed(3)}`)
}

const reached = scope(() => {
  const distance = noGrad(() => G.forward(noise()).unsqueeze(1).sub(centres).square().sum(2).sqrt())
  return new Set(distance.argmin(1).floats()).size
})
console.log(`${reached} of 8 modes reached`)
