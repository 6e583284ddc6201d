/**
 * A look into the networks around one step: gradients, weights, how far the step moved them, units that get no gradient.
 * The loop takes one every `doctorEvery` steps and writes it to the log; doctor/ reads it.
 */
import { foreachNorm, keep, noGrad, scope, stack, type Tensor, zeros } from '@ganymede/torch'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Linear } from '../../nn/layers/linear.js'
import type { Module } from '../../nn/module.js'
import type { Networks } from '../../systems/contract/system.js'

/** What one weight looked like in a step. Numbers have four digits: they are for comparing orders of magnitude. */
export type LayerProbe = {
  /** Elements. */
  readonly size: number
  /** Norm of the last gradient of the step, after clipping; absent when the weight had none. */
  readonly grad?: number
  /** Norm of the weight before the step. */
  readonly weight: number
  /** Norm of the change that the step made / norm of the weight; 0 when it did not move. */
  readonly update: number
  /** Share of the layer's outputs whose gradient was exactly 0: units that were inactive for every image of the batch. */
  readonly dead?: number
}

// Too high a learning rate shows in the first steps; later the weights have grown to fit it.
const earlySteps = [1, 10, 30]

/** Whether the networks are probed around the step after which `step` steps are done. */
export function isProbeStep(step: number, every: number): boolean {
  return every > 0 && (step % every === 0 || (step < every && earlySteps.includes(step)))
}

/** Probes by the weight's name, `generator.main.0.weight`. */
export type WeightProbe = { readonly [weight: string]: LayerProbe }

interface Watched {
  readonly name: string
  readonly parameter: Tensor
  /** Axis of the layer's outputs, or null where rows are no units (embeddings). */
  readonly outputAxis: 0 | 1 | null
}

// Biases and scales of normalisation start at 0 or 1 and have no size to compare a change with.
const leastDimensions = 2

/**
 * Runs a step and measures what it did to every weight of two or more dimensions. The step and its results are the same
 * as without it; it costs a copy of the weights for as long, and one read from the device.
 */
export async function probeWeights(networks: Networks, step: () => Promise<void>): Promise<WeightProbe> {
  const watched = Object.entries(networks).flatMap(([name, network]) => watchedIn(name, network))
  const before = noGrad(() => watched.map(({ parameter }) => keep(parameter.clone())))
  try {
    await step()
    return scope('weight-probe', () => noGrad(() => measure(watched, before)))
  } finally {
    for (const copy of before) copy.dispose()
  }
}

function watchedIn(prefix: string, network: Module): Watched[] {
  const modules = new Map(network.namedModules())
  return [...network.namedParameters()]
    .filter(([, parameter]) => parameter.ndim >= leastDimensions)
    .map(([name, parameter]) => ({
      name: `${prefix}.${name}`,
      parameter,
      outputAxis: outputAxisOf(modules.get(name.slice(0, Math.max(0, name.lastIndexOf('.'))))),
    }))
}

function outputAxisOf(module: Module | undefined): 0 | 1 | null {
  if (module instanceof ConvTranspose2d) return 1
  return module instanceof Linear || module instanceof Conv2d ? 0 : null
}

function measure(watched: readonly Watched[], before: readonly Tensor[]): WeightProbe {
  if (watched.length === 0) return {}
  const gradients = watched.map(({ parameter }) => parameter.grad)
  const none = zeros([])
  const weightNorms = foreachNorm(before)
  const changeNorms = foreachNorm(watched.map(({ parameter }, i) => parameter.detach().sub(before[i]!)))
  const rows = watched.map(({ outputAxis }, i) => {
    const gradient = gradients[i] ?? null
    return [
      weightNorms[i]!,
      changeNorms[i]!,
      gradient === null ? none : gradient.linalgVectorNorm(),
      gradient === null || outputAxis === null ? none : deadShare(gradient, outputAxis),
    ].map((value) => value.to({ device: 'cpu', dtype: 'float32' }))
  })
  const values = stack(rows.flat()).floats()
  const probes = watched.map(({ name, parameter, outputAxis }, i) => {
    const [weight = 0, change = 0, grad = 0, dead = 0] = values.subarray(i * 4, i * 4 + 4)
    const probe: LayerProbe = {
      size: parameter.numel,
      ...(gradients[i] == null ? {} : { grad: short(grad) }),
      weight: short(weight),
      update: change === 0 ? 0 : short(change / Math.max(weight, 1e-12)),
      // A weight without any gradient is not full of dead units: something else keeps the gradient from it.
      ...(gradients[i] == null || outputAxis === null || grad === 0 ? {} : { dead: short(dead) }),
    }
    return [name, probe] as const
  })
  return Object.fromEntries(probes)
}

function deadShare(gradient: Tensor, outputAxis: 0 | 1): Tensor {
  const others = gradient.shape.map((_, axis) => axis).filter((axis) => axis !== outputAxis)
  return gradient.abs().amax(others).eq(0).to({ dtype: 'float32' }).mean()
}

function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value
}
