/** Writes `report.html` into a run folder: one file that opens anywhere. */
import path from 'node:path'
import { counted } from '@ganymede/core/text'
import { writeFileAtomic } from '@ganymede/runs/files'
import type { RunFolder } from '@ganymede/runs/folder'
import { isOwnLoop, ownLoop, RunReader } from '@ganymede/runs/folder'
import { wonRuleOf } from '../doctor/checks/discriminator.js'
import type { Examination } from '../doctor/examination.js'
import { examineLog } from '../doctor/examine-log.js'
import { tooEarly } from '../doctor/first-judged.js'
import { metricCharts, trainingCharts } from './curves-of-run.js'
import { dataUri, inlineSheet, type PictureCache, progressAnimation, readViews } from './inline-pictures.js'
import { readShownCards } from './metric-cards.js'
import { nextCommands } from './next-commands.js'
import { reportPage } from './page.js'

export interface ReportOptions {
  /** What the doctor found; default: what the log alone tells. */
  readonly examination?: Examination
  /** Where to write; default `report.html` in the run. Only that page is one that the run writes again while it trains. */
  readonly target?: string
  /** Seconds after which the page of a run that trains looks for a newer one; default 15. */
  readonly refreshSeconds?: number
  /** Whether to draw the animation of the samples; default true. */
  readonly isAnimated?: boolean
  /** Pictures of an earlier page of the same run, which are not read again. */
  readonly pictures?: PictureCache
}

/** The files that were written. */
export interface WrittenReport {
  readonly file: string
  /** Animation of the samples, as a file of its own for other pages; null with fewer than two sheets. */
  readonly animation: string | null
}

/**
 * Writes the report of a run, and its `progress.webp` into the run's folder. The run may be training meanwhile; needs no libtorch.
 *
 * @throws GanymedeError `RUN_INVALID`, `DISK_FULL`, `WRITE_FAILED`
 */
export async function writeReport(
  run: RunFolder,
  {
    examination = examineLog(run),
    target = run.report,
    refreshSeconds = 15,
    isAnimated = true,
    pictures = new Map(),
  }: ReportOptions = {},
): Promise<WrittenReport> {
  const reader = new RunReader(run)
  const animation = isAnimated ? await progressAnimation(reader) : null
  const trains = reader.status === 'running' || reader.status === 'paused'
  // A loop of one's own writes no pages.
  const isLive = target === run.report && trains && !isOwnLoop(reader.record)
  const { findings, notes } = examination
  const page = reportPage({
    name: reader.record.name,
    record: reader.record,
    status: reader.status,
    step: reader.step,
    seconds: reader.records().at(-1)?.seconds ?? 0,
    findings,
    judgedFrom: tooEarly(examination)?.judgedFrom ?? null,
    doctorNotes: [lookedAt(examination), ...notes.map((note) => `Note: ${note}.`)],
    views: await readViews(reader, pictures),
    reals: await inlineSheet(run.reals, pictures),
    animation: animation === null ? null : dataUri('webp', animation),
    cards: readShownCards(path.join(run.dir, 'metrics')),
    metricCharts: metricCharts(reader),
    next: nextCommands(reader),
    refreshSeconds: isLive ? refreshSeconds : null,
    charts: trainingCharts(reader, wonRuleOf(examination.evidence)),
  })
  const film = path.join(run.dir, 'progress.webp')
  if (animation !== null) writeFileAtomic(film, animation)
  writeFileAtomic(target, page)
  return { file: target, animation: animation === null ? null : film }
}

function lookedAt({ evidence: { scalars, probes, pictures, system } }: Examination): string {
  const seen = `The doctor looked at ${counted(scalars.length, 'log line')} and took ${counted(probes.length, 'look')} into the networks`
  if (system === ownLoop) return `${seen}.`
  return pictures === null
    ? `${seen}, not at pictures: ganymede doctor does, where they come from seeds.`
    : `${seen}, and looked at ${counted(pictures.pictures, 'picture')} beside ${counted(pictures.reals, 'training image')}.`
}
