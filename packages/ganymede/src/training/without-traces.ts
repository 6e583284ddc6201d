/** Looking at networks without changing the training: whatever a view or metric does, the next step is the same. */
import { foreachCopy_, noGrad, scope } from '@ganymede/torch'
import type { SeededStreams } from '../checkpoint/random-streams.js'
import type { Module } from '../nn/module.js'

/**
 * Runs `fn` with all networks in evaluation mode. Modes, running statistics and other buffers, and random streams are as
 * before afterwards, also when it throws. Not for the inside of a step.
 *
 * @returns what `fn` returns; its tensors belong to the caller's scope
 */
export function withoutTraces<T>(networks: readonly Module[], random: SeededStreams, fn: () => T): T {
  const modes = networks.flatMap((n) => [...n.namedModules()].map(([, m]) => [m, m.training] as const))
  return scope('sampling', () => {
    const buffers = networks.flatMap((network) => network.buffers())
    const before = noGrad(() => buffers.map((buffer) => buffer.clone()))
    const streams = random.state()
    for (const network of networks) network.eval()
    try {
      return fn()
    } finally {
      // Parents come first, so each module ends with its own mode.
      for (const [module, training] of modes) module.train(training)
      if (buffers.length > 0) noGrad(() => foreachCopy_(buffers, before))
      random.restore(streams)
    }
  })
}
