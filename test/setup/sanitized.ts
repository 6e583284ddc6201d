/** Tests on the addon with sanitizers (`npm test -- --sanitized`): what cannot hold there, and why. */
import type { TestContext } from 'vitest'

/** Whether this process runs the addon with sanitizers: see packages/torch/setup/sanitizers.mjs. */
export const isSanitized = process.env.GANYMEDE_SANITIZED === '1'

const told = new Set<string>()

/**
 * Leaves the rest of a test out where the addon runs with sanitizers, and prints the reason there, once for each file.
 *
 * @param reason  what the sanitizers change that the test measures
 */
export function skipWhenSanitized(context: TestContext, reason: string): void {
  if (!isSanitized) return
  if (!told.has(reason)) process.stderr.write(`skipped under sanitizers: ${context.task.file.name}: ${reason}\n`)
  told.add(reason)
  context.skip(reason)
}
