/** Options that were changed where nothing reads them: said, rather than ignored. */
import { valueShown } from './option-difference.js'

export interface Effectless<Name extends string> {
  readonly names: readonly Name[]
  /** Whether nothing reads them. */
  readonly when: boolean
  /** What they need, and how to get it: `model.network conv (--network conv)`. */
  readonly need: string
}

/**
 * One sentence for each option that differs from its default and has no effect; for `problems` of a system.
 *
 * @param section   `model` or `train`
 * @param defaults  of the schema
 * @example
 * withoutEffect('model', options, defaults, [{ names: ['width'], when: options.network === 'mlp', need: '--network conv' }])
 */
export function withoutEffect<Name extends string>(
  section: 'model' | 'train',
  options: Readonly<Partial<Record<Name, unknown>>>,
  defaults: Readonly<Partial<Record<Name, unknown>>>,
  rules: readonly Effectless<Name>[],
): string[] {
  return rules
    .filter(({ when }) => when)
    .flatMap(({ names, need }) =>
      names
        .filter((name) => JSON.stringify(options[name]) !== JSON.stringify(defaults[name]))
        .map(
          (name) => `${section}.${name} has no effect without ${need}, got ${valueShown(options[name])}; leave it out`,
        ),
    )
}
