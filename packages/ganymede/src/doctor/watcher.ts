/** The doctor while a run trains: diagnoses at every probe, says each thing once. */

import type { RunWatcher } from '@ganymede/runs/folder'
import type { MetricsRecord } from '@ganymede/runs/logs'
import { diagnose } from './diagnose.js'
import { evidenceOf, type RunFacts } from './evidence.js'
import type { Finding } from './finding.js'

// A wrong word in the first minute is worse than a right one in the second.
const confirmations = 2
const mostRecords = 8000

/**
 * Watches a run by its log alone: pictures are examined afterwards, by `ganymede doctor`.
 *
 * A finding is told when two diagnoses in a row come to it. What follows from the log's repeatable part is found again at
 * the same step by a resumed run.
 */
export function doctorWatcher(facts: RunFacts): RunWatcher {
  let records: MetricsRecord[] = []
  const told = new Set<string>()
  const suspected = new Map<string, number>()

  const look = (): Finding[] => {
    const found = diagnose(evidenceOf(facts, records))
    const codes = new Set<string>(found.map(({ code }) => code))
    for (const code of [...suspected.keys()]) if (!codes.has(code)) suspected.delete(code)
    for (const code of codes) suspected.set(code, (suspected.get(code) ?? 0) + 1)
    const news = found.filter(({ code }) => !told.has(code) && (suspected.get(code) ?? 0) >= confirmations)
    for (const { code } of news) told.add(code)
    return news
  }
  const keep = (record: MetricsRecord): boolean => {
    if (record.kind !== 'scalars' && record.kind !== 'probe') return false
    records.push(record)
    if (records.length > mostRecords) records = thinned(records)
    return record.kind === 'probe'
  }

  return {
    resume(earlier) {
      for (const { kind, code, finding } of earlier) {
        if (kind === 'finding' && typeof code === 'string') told.add(code)
        if (kind === 'note' && typeof finding === 'string') told.add(finding)
      }
      // Suspicions are what the last diagnoses came to: those are made again.
      let left = earlier.filter(({ kind }) => kind === 'probe').length
      for (const record of earlier) if (keep(record) && left-- <= confirmations) look()
    },
    see: (record) => (keep(record) ? look() : []),
  }
}

/** Every second record of the older half: a run of millions of steps must not fill the memory. */
function thinned(records: readonly MetricsRecord[]): MetricsRecord[] {
  const half = Math.floor(records.length / 2)
  return records.filter((_, index) => index >= half || index % 2 === 0)
}
