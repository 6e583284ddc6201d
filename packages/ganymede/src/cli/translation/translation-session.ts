/** One call of `ganymede translate`: picture by picture, with a page and scores, until done or stopped. */

import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import type { Raster } from '@ganymede/core/pictures'
import { counted } from '@ganymede/core/text'
import { isOfItsName, writeFileAtomic } from '@ganymede/runs/files'
import { madeInputsText } from '../../data/pairs/make-pair.js'
import { type PictureScores, TranslationMeter, type TranslationSummary } from '../../evaluate/translation-meter.js'
import { inputNote } from '../../inference/made-input.js'
import type { OpenModel } from '../../inference/open-model.js'
import { pictureEnding, writePicture } from '../../inference/picture-files.js'
import type { TileOptions } from '../../inference/tiles/tile-options.js'
import type { TranslationWay } from '../../inference/translate-image.js'
import { behaviourText, type Translator } from '../../inference/translator.js'
import type { FeatureNetwork } from '../../metrics/features/feature-network.js'
import type { StopControl } from '../../training/guards/interrupts.js'
import type { Output } from '../terminal/output.js'
import { progressLine } from '../terminal/progress-line.js'
import type { TranslationJob, TranslationJobs } from './translation-jobs.js'
import type { TranslationOptions } from './translation-options.js'
import { endingOfFormat, outputFiles, type PagePlaces, pagePlaces, requireFreePlaces } from './translation-outputs.js'
import { namedScores, PageWriter } from './translation-report.js'
import { makeFolder, translationTarget } from './translation-target.js'
import { roundingText, sizeNote, summaryTable, wayText } from './translation-words.js'

interface Failure {
  readonly name: string
  readonly reason: string
}

interface Made {
  readonly name: string
  readonly input: string | null
  readonly output: string
  readonly width: number
  readonly height: number
  readonly way: TranslationWay
  readonly scores: Readonly<Record<string, number>> | null
}

const exitBadInput = 2
const exitStopped = 130
const defaultQuality = 92

/** One call: where everything goes, and what came of it. */
export class TranslationSession {
  readonly #translator: Translator
  readonly #jobs: TranslationJobs
  /** All inputs, without what an earlier call wrote. */
  readonly #own: readonly TranslationJob[]
  /** The inputs of which pictures are made. */
  readonly #taken: readonly TranslationJob[]
  #sizeNote: string | null = null
  readonly #notes: readonly string[]
  readonly #options: TranslationOptions
  readonly #stop: StopControl
  readonly #output: Output
  readonly #target: string
  readonly #page: PagePlaces | null
  readonly #made: Made[] = []
  readonly #failures: Failure[] = []

  constructor(parts: {
    readonly translator: Translator
    readonly model: OpenModel | null
    readonly jobs: TranslationJobs
    readonly options: TranslationOptions
    readonly stop: StopControl
    readonly output: Output
    readonly asked: string | undefined
  }) {
    this.#translator = parts.translator
    this.#jobs = parts.jobs
    this.#options = parts.options
    this.#stop = parts.stop
    this.#output = parts.output
    this.#target = translationTarget(parts)
    this.#own = this.#ownJobs()
    const all = this.#own.length
    const { limit = all } = parts.options
    this.#taken = this.#own.slice(0, limit)
    this.#notes = limit < all ? [`the first ${limit} of ${counted(all, 'picture')} (--limit)`] : []
    const isPage =
      parts.options.html || (!parts.jobs.isSingle && this.#taken.some(({ readTruth }) => readTruth !== null))
    this.#page = isPage ? pagePlaces(this.#target, { isFile: this.#isFile }) : null
  }

  get #isFile(): boolean {
    return this.#jobs.isSingle && pictureEnding(this.#target) !== null
  }

  /** Parts of data come with inputs as in training. */
  get #inputNote(): string | null {
    const { split, makeInput } = this.#options
    return split === undefined ? inputNote(this.#translator, { isMade: makeInput, flag: '--make-input' }) : null
  }

  get #madeInputs(): string | null {
    const { inputMaking } = this.#translator
    return this.#options.makeInput && inputMaking !== null ? madeInputsText(inputMaking) : null
  }

  async run(features: FeatureNetwork | null): Promise<number> {
    const { format = 'png', force, rounding = 'truncate' } = this.#options
    const jobs = this.#taken
    const files = outputFiles({ jobs, isSingle: this.#jobs.isSingle }, this.#target, endingOfFormat(format))
    const page = this.#page
    const { guarded } = this.#jobs
    const beside = page === null ? [] : [page.page, ...(jobs.some(({ readTruth }) => readTruth) ? [page.scores] : [])]
    const folders = page === null ? [] : [page.pictures]
    requireFreePlaces({ jobs: this.#own, guarded }, { files: [...files, ...beside], folders }, { force })
    this.#output.note(this.#translator.title)
    this.#output.note(
      `${this.#translator.direction}; ${behaviourText(this.#translator)}; bytes ${roundingText(rounding)}`,
    )
    for (const note of this.#notes) this.#output.note(`note: ${note}`)
    if (this.#inputNote !== null) this.#output.note(`note: ${this.#inputNote}`)
    if (!this.#isFile) makeFolder(this.#target)
    const writer = page === null ? null : new PageWriter(page.page, page.pictures)
    const meter = new TranslationMeter({ features })
    const line = progressLine(this.#output)
    try {
      for (const [index, job] of jobs.entries()) {
        if (this.#stop.isStopRequested) break
        line.show('pictures', index, jobs.length)
        await this.#one(job, files[index] ?? '', {
          meter,
          writer,
          onTile: (done, total) => line.show(`${job.name}: tiles`, done, total),
        })
        line.clear()
      }
    } finally {
      line.clear()
    }
    const summary = meter.summary()
    if (writer !== null && page !== null) {
      writer.finish({ title: this.#jobs.name, facts: this.#facts(), summary, failures: this.#failures })
      this.#writeScores(page.scores, summary)
    }
    return this.#tell(summary)
  }

  /**
   * Without what an earlier call wrote, when the output lies inside of the input.
   *
   * @throws GanymedeError `DATA_EMPTY` when nothing else is there
   */
  #ownJobs(): readonly TranslationJob[] {
    const { jobs, folders } = this.#jobs
    const target = `${path.resolve(this.#target)}${path.sep}`
    if (this.#isFile || !folders.some((folder) => isBelow(target, folder))) return jobs
    const own = jobs.filter(({ source }) => source === null || !source.startsWith(target))
    if (own.length > 0) return own
    throw new GanymedeError('DATA_EMPTY', `${folders.join(', ')}: no pictures but those of ${this.#target}`, {
      remedy: 'The folder for the pictures is no input. Name another folder for them, or other pictures.',
    })
  }

  async #one(
    job: TranslationJob,
    file: string,
    {
      meter,
      writer,
      onTile,
    }: { meter: TranslationMeter; writer: PageWriter | null; onTile: NonNullable<TileOptions['onProgress']> },
  ): Promise<void> {
    const { quality = defaultQuality } = this.#options
    try {
      const { input, photograph } = await job.read()
      this.#compareSize(job, input)
      const { pixels, way } = await this.#translator.translate(input, { ...this.#tiles(), onProgress: onTile })
      makeFolder(path.dirname(file))
      const about = JSON.stringify({
        model: this.#translator.title,
        direction: this.#translator.direction,
        input: job.name,
      })
      await writePicture(file, pixels, { quality, about })
      const truth = await this.#truthOf(job)
      const scores = truth === null ? null : await this.#score(job, meter, { input, output: pixels, truth })
      await writer?.add({ name: job.name, photograph, input, output: pixels, truth, target: file, scores })
      this.#output.detail(`${job.name}: ${wayText(way)}`)
      const { width, height } = pixels
      const named = scores === null ? null : namedScores(scores)
      this.#made.push({ name: job.name, input: job.source, output: file, width, height, way, scores: named })
    } catch (error) {
      if (this.#stop.isStopRequested && this.#stop.signal.reason === error) return
      if (!isOfPicture(error) && !isOfItsName(error)) throw error
      this.#fail(job.name, error)
    }
  }

  /** Told once, before the first picture that is meant: it may take long, and come out as nothing that was learned. */
  #compareSize({ name }: TranslationJob, input: Raster): void {
    const { size, split } = this.#options
    if (size !== undefined || split !== undefined || this.#sizeNote !== null) return
    this.#sizeNote = sizeNote(name, input, this.#translator.trainedSize)
    if (this.#sizeNote !== null) this.#output.note(`note: ${this.#sizeNote}`)
  }

  async #truthOf(job: TranslationJob): Promise<Raster | null> {
    try {
      return (await job.readTruth?.()) ?? null
    } catch (error) {
      if (!isOfPicture(error)) throw error
      this.#fail(`${job.name} (truth)`, error)
      return null
    }
  }

  async #score(
    job: TranslationJob,
    meter: TranslationMeter,
    pictures: { input: Raster; output: Raster; truth: Raster },
  ): Promise<PictureScores | null> {
    try {
      return await meter.add(pictures)
    } catch (error) {
      if (!isOfPicture(error)) throw error
      this.#fail(`${job.name} (truth)`, error)
      return null
    }
  }

  #fail(name: string, error: GanymedeError): void {
    this.#failures.push({ name, reason: error.message })
    this.#output.warn(`${error.message.includes(name) ? '' : `${name}: `}${error.message}`)
  }

  #tiles(): TileOptions {
    const { tile, overlap, statistics, memory, rounding } = this.#options
    return {
      tile,
      overlap,
      statistics,
      memoryBytes: memory === undefined ? undefined : memory * 2 ** 20,
      rounding,
      signal: this.#stop.signal,
    }
  }

  #facts(): (readonly [string, string])[] {
    return [
      ['model', this.#translator.title],
      ['direction', this.#translator.direction],
      ['behaviour', behaviourText(this.#translator)],
      ['bytes', roundingText(this.#options.rounding ?? 'truncate')],
      ...(this.#madeInputs === null ? [] : [['inputs', this.#madeInputs] as const]),
      ['pictures', String(this.#made.length)],
    ]
  }

  #writeScores(file: string, summary: TranslationSummary | null): void {
    if (summary === null) return
    const content = {
      model: this.#translator.title,
      behaviour: behaviourText(this.#translator),
      mean: { ...namedScores(summary), fid: summary.fid, kid: summary.kid, pictures: summary.pictures },
      pictures: this.#made.map(({ name, scores }) => ({ name, ...scores })),
    }
    const noInfinity = (_: string, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? null : value
    writeFileAtomic(file, `${JSON.stringify(content, noInfinity, 2)}\n`)
  }

  #tell(summary: TranslationSummary | null): number {
    const [made, failures, output] = [this.#made, this.#failures, this.#output]
    const isStopped = this.#stop.isStopRequested
    const exit = isStopped ? exitStopped : failures.length > 0 ? exitBadInput : 0
    output.json({
      model: this.#translator.title,
      direction: this.#translator.direction,
      behaviour: behaviourText(this.#translator),
      madeInputs: this.#madeInputs,
      notes: [
        ...this.#jobs.notes,
        ...this.#notes,
        ...[this.#inputNote, this.#sizeNote].filter((note) => note !== null),
      ],
      files: made,
      failures,
      summary,
      page: this.#page?.page ?? null,
      isStopped,
    })
    const count = counted(made.length, 'picture')
    if (this.#isFile) output.result(...made.map((one) => one.output))
    else output.result(`${this.#target}   ${count}`)
    if (summary !== null) output.painted('', ...summaryTable(summary, output))
    if (this.#page !== null) output.note(`page: ${this.#page.page}`)
    if (failures.length > 0) output.note(`${failures.length} left out, named above`)
    if (isStopped) output.note(`stopped: ${made.length} of ${this.#taken.length} done`)
    return exit
  }
}

/** @param folder  the path of one that ends in a separator */
function isBelow(folder: string, other: string): boolean {
  const above = other.endsWith(path.sep) ? other : `${other}${path.sep}`
  return folder.startsWith(above) && folder !== above
}

/** Whether an error is about one picture, so that the others can go on. */
function isOfPicture(error: unknown): error is GanymedeError {
  return (
    error instanceof GanymedeError &&
    ['DATA_UNREADABLE', 'NON_FINITE', 'OPTION_INVALID', 'SIZE_UNSUPPORTED'].includes(error.code)
  )
}
