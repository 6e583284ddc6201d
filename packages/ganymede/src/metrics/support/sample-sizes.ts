/** How many samples a metric needs before its number means something; below that the card carries a remark. */

/** Fewest samples for a test and for a report. */
export interface SampleNeeds {
  readonly test: number
  readonly report: number
}

const needs: Readonly<Record<string, SampleNeeds>> = {
  kid: { test: 1000, report: 50_000 },
  'inception-score': { test: 5000, report: 50_000 },
  'precision-recall': { test: 1000, report: 10_000 },
  'path-length': { test: 1000, report: 50_000 },
  sifid: { test: 10, report: 50 },
  swd: { test: 1000, report: 8000 },
}

/**
 * Samples that a metric needs, on each side; null for metrics of pairs, which take all there are.
 *
 * @param dims  features of FID: the covariance has no full rank with fewer samples
 */
export function samplesNeeded(metric: string, dims = 0): SampleNeeds | null {
  if (metric !== 'fid') return needs[metric] ?? null
  if (dims >= 2048) return { test: 10_000, report: 50_000 }
  if (dims >= 768) return { test: 3000, report: 10_000 }
  if (dims >= 512) return { test: 2000, report: 10_000 }
  return { test: dims > 64 ? 1000 : 300, report: 10_000 }
}

/** Remarks for the card of a number with too few samples. */
export function sampleRemarks(
  metric: string,
  { real, fake }: { readonly real: number; readonly fake: number },
  dims = 0,
): string[] {
  const needed = samplesNeeded(metric, dims)
  const fewest = Math.min(real, fake)
  const remarks: string[] = []
  if (metric === 'fid' && fewest <= dims) {
    remarks.push(`${fewest} samples of ${dims} features: FID is mostly bias; take more samples, fewer features, or KID`)
  }
  if (needed !== null && fewest < needed.test) {
    remarks.push(`${fewest} samples; ${metric} says little below ${needed.test} (${needed.report} to report)`)
  }
  return remarks
}
