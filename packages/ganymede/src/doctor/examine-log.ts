/** The part of an examination that needs no libtorch: what the log tells. For the report, the studio and quick looks. */
import type { RunFolder } from '@ganymede/runs/folder'
import { RunReader } from '@ganymede/runs/folder'
import { diagnose } from './diagnose.js'
import { evidenceOf, factsOf } from './evidence.js'
import type { Examination } from './examination.js'
import { optionOf } from './option-of.js'

/**
 * Examines the log of a run.
 *
 * @param options.step  look at the run as it was at this step; default: as it is now
 * @throws GanymedeError `RUN_INVALID`
 */
export function examineLog(run: RunFolder, { step }: { readonly step?: number } = {}): Examination {
  const reader = new RunReader(run)
  const evidence = evidenceOf(factsOf(reader.record), reader.records(), { until: step ?? Number.POSITIVE_INFINITY })
  const last = evidence.scalars.at(-1)?.step ?? 0
  return { findings: diagnose(evidence), evidence, notes: notesOn(evidence), step: step ?? last }
}

/** What the log could not tell. */
export function notesOn(evidence: Pick<Examination['evidence'], 'scalars' | 'probes' | 'options'>): string[] {
  const { scalars, probes } = evidence
  const hasInstruments = optionOf(evidence, 'train.doctorEvery') !== undefined
  return [
    ...(scalars.length === 0 ? ['the log holds no values yet'] : []),
    ...(probes.length === 0
      ? [`gradients and weights were not looked into while it trained${hasInstruments ? ' (train.doctorEvery)' : ''}`]
      : []),
  ]
}
