/** Reading the options of the run that is examined. */
import type { Evidence } from './evidence.js'

/** Value of an option of the run, or undefined when its system has no such option. */
export function optionOf({ options }: Pick<Evidence, 'options'>, path: string): unknown {
  let value: unknown = options
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** Whether the run's system makes pictures from pictures: those have the authors' name for their objective. */
export function isTranslation(evidence: Pick<Evidence, 'options'>): boolean {
  return optionOf(evidence, 'model.ganMode') !== undefined
}
