import type { Evidence } from './evidence.js'
import type { Finding } from './finding.js'

/** What was looked at in a run, and what was found. */
export interface Examination {
  /** Empty: the run looks healthy. */
  readonly findings: readonly Finding[]
  readonly evidence: Evidence
  /** What could not be looked at, and why. */
  readonly notes: readonly string[]
  /** Step that the newest evidence is from. */
  readonly step: number
}
