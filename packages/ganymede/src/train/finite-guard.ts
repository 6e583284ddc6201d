/** Stops a run whose losses or gradients are no longer numbers, and finds out where that began. */
import { isfinite, listen, noGrad, scope, Tensor } from '@ganymede/torch'
import { GanymedeError } from '../errors.js'
import { withFrozenStatistics } from '../nn/batch-norm.js'
import { runningModulePath } from '../nn/module.js'
import type { Networks } from './system.js'

/** Where the first bad value was found. */
export interface NonFiniteReport {
  readonly step: number
  /** `d/total`, `g/grad_norm` … */
  readonly quantity: string
  readonly value: number
  /** One fact a line: first bad parameter, operator, layer, gradient. */
  readonly findings: readonly string[]
}

/** The error that ends such a run; the loop adds the last good checkpoint. */
export class NonFiniteError extends GanymedeError {
  readonly report: NonFiniteReport

  constructor(report: NonFiniteReport) {
    super('NON_FINITE', `${report.quantity} became ${report.value} in step ${report.step}`, { lines: report.findings })
    this.report = report
  }
}

/** Whether all elements are finite; one read. Integers always are. */
function isAllFinite(value: Tensor): boolean {
  return scope('finite', () => noGrad(() => isfinite(value.detach()).all().item() === 1))
}

export class FiniteGuard {
  readonly #networks: Networks
  readonly #every: number

  /** @param every  steps between checks: reading a value makes a GPU wait */
  constructor(networks: Networks, every: number) {
    this.#networks = networks
    this.#every = every
  }

  /**
   * @param value  scalar
   * @param rerun  repeats the forward pass that gave the value; called only when it is not finite
   * @throws NonFiniteError
   */
  requireFinite(quantity: string, step: number, value: Tensor, rerun: () => void): void {
    if (step % this.#every !== 0) return
    const number = scope('finite', () => value.detach().item())
    if (Number.isFinite(number)) return
    // Repeating the pass must not move statistics: the state is saved afterwards.
    const frozen = Object.values(this.#networks).reduce<() => void>(
      (inner, network) => () => withFrozenStatistics(network, inner),
      rerun,
    )
    const findings = [...this.#badWeights(), ...firstBadOperator(frozen)]
    throw new NonFiniteError({ step, quantity, value: number, findings })
  }

  /** @throws NonFiniteError naming the first gradient that is not finite */
  requireFiniteGradients(quantity: string, step: number, norm: Tensor): void {
    if (step % this.#every !== 0) return
    const number = scope('finite', () => norm.item())
    if (Number.isFinite(number)) return
    throw new NonFiniteError({
      step,
      quantity,
      value: number,
      findings: [...this.#badGradients(), ...this.#badWeights()],
    })
  }

  #badWeights(): string[] {
    for (const [network, module] of Object.entries(this.#networks)) {
      for (const [name, value] of module.stateDict()) {
        if (!isAllFinite(value)) return [`first bad weight: ${network}.${name} [${value.shape.join(', ')}]`]
      }
    }
    return ['all weights are finite']
  }

  #badGradients(): string[] {
    for (const [network, module] of Object.entries(this.#networks)) {
      for (const [name, parameter] of module.namedParameters()) {
        const bad = scope('finite', () => {
          const gradient = parameter.grad
          return gradient !== null && !isAllFinite(gradient)
        })
        if (bad) return [`first bad gradient: ${network}.${name} [${parameter.shape.join(', ')}]`]
      }
    }
    return ['every single gradient is finite: their norm overflowed']
  }
}

function firstBadOperator(rerun: () => void): string[] {
  let finding: string | null = null
  let isChecking = false
  const stop = listen((name, _, result) => {
    if (finding !== null || isChecking) return
    isChecking = true
    try {
      for (const value of Array.isArray(result) ? result : [result]) {
        if (!(value instanceof Tensor) || isAllFinite(value)) continue
        finding = `first bad value: result of ${name} [${value.shape.join(', ')}] in ${runningModulePath() ?? 'the loss'}`
        break
      }
    } finally {
      isChecking = false
    }
  })
  try {
    scope('finite', () => noGrad(rerun))
  } finally {
    stop()
  }
  return [finding ?? 'repeating the forward pass gave finite values: the loss itself is not finite']
}
