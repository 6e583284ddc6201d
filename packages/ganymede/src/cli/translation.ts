/** What `ganymede translate` does once its words are understood. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { resolveDevice } from '@ganymede/torch'
import type { Raster } from '../data/raster.js'
import { GanymedeError } from '../errors.js'
import { type PictureScores, TranslationMeter, type TranslationSummary } from '../evaluate/translation-meter.js'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import { openFeatureNetwork } from '../metrics/features/open-features.js'
import { scoreText } from '../report/translation-page.js'
import { writeFileAtomic } from '../train/atomic-file.js'
import { writeError } from '../train/file-ops.js'
import { createStopControl, type StopControl } from '../train/interrupts.js'
import type { OpenModel } from '../train/open-model.js'
import type { TranslationDirection, TranslationMode } from '../train/system.js'
import type { ByteRounding } from '../translate/image-bytes.js'
import { type PictureEnding, pictureEnding, writePicture } from '../translate/picture-files.js'
import type { TileOptions, TileStatistics, TranslationWay } from '../translate/translate-image.js'
import { behaviourText, type Translator, translatorOfFile, translatorOfModel } from '../translate/translator.js'
import { isWeightsReference } from '../translate/weights-file.js'
import type { Output } from './output.js'
import { freePath, openPictureModel } from './picture-model.js'
import { progressLine } from './progress-line.js'
import { renderTable } from './table.js'
import {
  endingOfFormat,
  type formatNames,
  listPictures,
  listSplit,
  outputFiles,
  requireFreePlaces,
  type TranslationJob,
  type TranslationJobs,
} from './translation-jobs.js'
import { gainOverCopy, namedScores, PageWriter, scoreColumns } from './translation-report.js'

/** Options of the command, as they were given. */
export interface TranslationOptions {
  readonly out?: string | undefined
  readonly direction?: TranslationDirection | undefined
  readonly mode?: TranslationMode | undefined
  readonly dropout?: 'on' | 'off' | undefined
  readonly seed?: number | undefined
  readonly size?: AskedSize | undefined
  readonly tile?: number | 'auto' | 'whole' | undefined
  readonly overlap?: number | 'auto' | undefined
  readonly statistics?: TileStatistics | undefined
  readonly memory?: number | undefined
  readonly rounding?: ByteRounding | undefined
  readonly format?: (typeof formatNames)[number] | undefined
  readonly quality?: number | undefined
  readonly split?: 'train' | 'test' | undefined
  readonly truth?: string | undefined
  readonly features?: string | undefined
  readonly limit?: number | undefined
  readonly html: boolean
  readonly force: boolean
  readonly step?: number | undefined
  readonly best: boolean
  readonly raw: boolean
  readonly device?: string | undefined
  readonly runs: string
}

/** `own`: as the pictures are; `trained`: as the run was trained; or pixels. */
export type AskedSize = 'own' | 'trained' | { readonly width: number; readonly height: number }

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

/** @returns exit code: 0, 2 when pictures were left out, 130 when it was stopped */
export async function runTranslation(
  args: { readonly model: string; readonly input: string | undefined; readonly out: string | undefined },
  options: TranslationOptions,
  output: Output,
): Promise<number> {
  refuseMisfits(args, options)
  const stop = createStopControl({
    handlesSignals: true,
    onRequest: () => output.note('stopping: finished pictures stay; another Ctrl-C stops at once'),
  })
  const opened: { dispose(): unknown }[] = [{ dispose: () => stop.dispose() }]
  try {
    const { translator, model } = openTranslator(args.model, options, output)
    opened.push(translator, ...(model === null ? [] : [model]))
    const jobs = await listJobs(args.input, { translator, model, options, stop, output })
    opened.push({ dispose: () => jobs.close() })
    const session = new Session({ translator, model, jobs, options, stop, output, asked: args.out ?? options.out })
    const features = await openFeatures(options, translator)
    if (features !== null) opened.push(features)
    return await session.run(features)
  } finally {
    for (const one of opened.reverse()) await one.dispose()
  }
}

const usualSize = { width: 256, height: 256 }

async function openFeatures(
  { features, device = 'cpu' }: TranslationOptions,
  { trainedSize }: Translator,
): Promise<FeatureNetwork | null> {
  if (features === undefined) return null
  return openFeatureNetwork(features, { device: resolveDevice(device), imageSize: trainedSize ?? usualSize })
}

function refuseMisfits(
  args: { readonly input: string | undefined; readonly out: string | undefined },
  options: TranslationOptions,
): void {
  const problems = [
    ...(args.out !== undefined && options.out !== undefined
      ? ['the output is named twice: by --out and as a word']
      : []),
    ...(args.input === undefined && options.split === undefined
      ? ['<input> is missing: a picture, a folder, or a part of the run’s data with --split test']
      : []),
    ...(options.split !== undefined && options.truth !== undefined
      ? ['--truth is for files and folders: with --split the truth comes from the data']
      : []),
    ...(options.split !== undefined && options.size !== undefined
      ? ['--size is for files and folders: with --split pictures come as in training']
      : []),
  ]
  if (problems.length === 0) return
  throw new GanymedeError('OPTION_INVALID', problems[0] ?? '', {
    lines: problems.slice(1),
    remedy: 'See: ganymede translate --help',
  })
}

function openTranslator(
  reference: string,
  options: TranslationOptions,
  output: Output,
): { translator: Translator; model: OpenModel | null } {
  const { direction, mode, dropout, seed, raw, device } = options
  const chosen = { direction, mode, dropout: dropout === undefined ? undefined : dropout === 'on', seed, raw }
  if (!isWeightsReference(reference)) {
    const model = openPictureModel(reference, options, output)
    try {
      return { translator: translatorOfModel(model, chosen), model }
    } catch (error) {
      model.dispose()
      throw error
    }
  }
  const ofRuns = (['step', 'best', 'raw', 'split'] as const).filter(
    (name) => options[name] !== undefined && options[name] !== false,
  )
  if (ofRuns.length > 0 || options.size === 'trained') {
    const flags = [...ofRuns.map((name) => `--${name}`), ...(options.size === 'trained' ? ['--size trained'] : [])]
    throw new GanymedeError('OPTION_INVALID', `${flags.join(', ')} cannot be used with a file of weights`, {
      remedy: 'Leave it out, or name a run.',
    })
  }
  return { translator: translatorOfFile(reference, { ...chosen, device }), model: null }
}

async function listJobs(
  input: string | undefined,
  context: {
    readonly translator: Translator
    readonly model: OpenModel | null
    readonly options: TranslationOptions
    readonly stop: StopControl
    readonly output: Output
  },
): Promise<TranslationJobs> {
  const { translator, model, options, stop, output } = context
  const { split, size = 'own', truth, limit } = options
  const common = { translator, limit, signal: stop.signal }
  let jobs: TranslationJobs
  if (split !== undefined && model !== null) jobs = await listSplit(model, split, { ...common, data: input })
  else {
    const pixels = size === 'own' ? null : size === 'trained' ? translator.trainedSize : size
    jobs = await listPictures(input ?? '', { ...common, size: pixels, truth })
  }
  for (const note of jobs.notes) output.note(`note: ${note}`)
  return jobs
}

/** One call: where everything goes, and what came of it. */
class Session {
  readonly #translator: Translator
  readonly #jobs: TranslationJobs
  readonly #options: TranslationOptions
  readonly #stop: StopControl
  readonly #output: Output
  readonly #target: string
  readonly #page: string | null
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
    this.#target = targetOf(parts)
    const isPage =
      parts.options.html || (!parts.jobs.isSingle && parts.jobs.jobs.some(({ readTruth }) => readTruth !== null))
    const stem = this.#isFile
      ? this.#target.slice(0, -path.extname(this.#target).length)
      : path.join(this.#target, 'index')
    this.#page = isPage ? `${stem}.html` : null
  }

  get #isFile(): boolean {
    return this.#jobs.isSingle && pictureEnding(this.#target) !== null
  }

  async run(features: FeatureNetwork | null): Promise<number> {
    const { format = 'png', force, rounding = 'truncate' } = this.#options
    const jobs = this.#ownJobs()
    const files = outputFiles({ jobs, isSingle: this.#jobs.isSingle }, this.#target, endingOfFormat(format))
    const page = this.#page
    requireFreePlaces({ jobs }, page === null ? files : [...files, page], { force })
    this.#output.note(this.#translator.title)
    this.#output.note(
      `${this.#translator.direction}; ${behaviourText(this.#translator)}; bytes ${roundingText(rounding)}`,
    )
    if (!this.#isFile) makeFolder(this.#target)
    const writer = page === null ? null : new PageWriter(page)
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
      this.#writeScores(page, summary)
    }
    return this.#tell(summary)
  }

  /** Without what an earlier call wrote, when the output lies inside of the input. */
  #ownJobs(): readonly TranslationJob[] {
    const { jobs, root } = this.#jobs
    const target = `${path.resolve(this.#target)}${path.sep}`
    if (this.#isFile || root === null || !target.startsWith(`${root}${path.sep}`) || target === `${root}${path.sep}`) {
      return jobs
    }
    return jobs.filter(({ source }) => source === null || !source.startsWith(target))
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
      const input = await job.read()
      const { pixels, way } = await this.#translator.translate(input, { ...this.#tiles(), onProgress: onTile })
      makeFolder(path.dirname(file))
      await writePicture(file, pixels, quality)
      const truth = await this.#truthOf(job)
      const scores = truth === null ? null : await this.#score(job, meter, { input, output: pixels, truth })
      await writer?.add({ name: job.name, input, output: pixels, truth, target: file, scores })
      this.#output.detail(`${job.name}: ${wayText(way)}`)
      const { width, height } = pixels
      const named = scores === null ? null : namedScores(scores)
      this.#made.push({ name: job.name, input: job.source, output: file, width, height, way, scores: named })
    } catch (error) {
      if (this.#stop.isStopRequested && this.#stop.signal.reason === error) return
      if (!isOfPicture(error)) throw error
      this.#fail(job.name, error)
    }
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
      ['pictures', String(this.#made.length)],
    ]
  }

  #writeScores(page: string, summary: TranslationSummary | null): void {
    if (summary === null) return
    const content = {
      model: this.#translator.title,
      behaviour: behaviourText(this.#translator),
      mean: { ...namedScores(summary), fid: summary.fid, kid: summary.kid, pictures: summary.pictures },
      pictures: this.#made.map(({ name, scores }) => ({ name, ...scores })),
    }
    const noInfinity = (_: string, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? null : value
    writeFileAtomic(page.replace(/index\.html$|\.html$/, 'scores.json'), `${JSON.stringify(content, noInfinity, 2)}\n`)
  }

  #tell(summary: TranslationSummary | null): number {
    const [made, failures, output] = [this.#made, this.#failures, this.#output]
    const isStopped = this.#stop.isStopRequested
    const exit = isStopped ? exitStopped : failures.length > 0 ? exitBadInput : 0
    output.json({
      model: this.#translator.title,
      direction: this.#translator.direction,
      behaviour: behaviourText(this.#translator),
      files: made,
      failures,
      summary,
      page: this.#page,
      isStopped,
    })
    const count = `${made.length} picture${made.length === 1 ? '' : 's'}`
    if (this.#isFile) output.result(...made.map((one) => one.output))
    else output.result(`${this.#target}   ${count}`)
    if (summary !== null) output.result('', ...summaryTable(summary, output))
    if (this.#page !== null) output.note(`page: ${this.#page}`)
    if (failures.length > 0) output.note(`${failures.length} left out, named above`)
    if (isStopped) output.note(`stopped: ${made.length} of ${this.#jobs.jobs.length} done`)
    return exit
  }
}

/** Where the pictures go: as asked, or into the run. */
function targetOf({
  model,
  jobs,
  options,
  translator,
  asked,
}: {
  readonly model: OpenModel | null
  readonly jobs: TranslationJobs
  readonly options: TranslationOptions
  readonly translator: Translator
  readonly asked: string | undefined
}): string {
  const { isSingle, name } = jobs
  if (asked !== undefined) {
    const isPicture = pictureEnding(asked) !== null
    if (!isSingle && isPicture) {
      throw new GanymedeError('OPTION_INVALID', `${asked} must be a folder: there are ${jobs.jobs.length} pictures`, {
        remedy: 'Name a folder; --format jpg or webp chooses the format.',
      })
    }
    if (isSingle && !isPicture && path.extname(asked) !== '') {
      throw new GanymedeError('OPTION_INVALID', `${asked} must end in .png, .jpg or .webp, or be a folder`, {
        remedy: 'Choose another name.',
      })
    }
    if (isPicture && options.format !== undefined && pictureEnding(asked) !== endingOfFormat(options.format)) {
      throw new GanymedeError('OPTION_INVALID', `--format ${options.format} and the ending of ${asked} differ`, {
        remedy: 'Leave out --format.',
      })
    }
    return asked
  }
  if (model === null) {
    throw new GanymedeError('OPTION_INVALID', 'the place for the pictures is missing: a file of weights is no run', {
      remedy: 'Name a file or folder behind the input: ganymede translate latest_net_G.pth photo.jpg out.png',
    })
  }
  const folder = path.join(model.run.dir, 'translations')
  makeFolder(folder)
  const back = translator.direction === 'b2a' ? '-b2a' : ''
  const ending: PictureEnding | '' = isSingle ? endingOfFormat(options.format ?? 'png') : ''
  const file = path.join(folder, `step-${String(model.step).padStart(6, '0')}-${name}${back}${ending}`)
  return freePath({ path: file, isChosen: options.force })
}

/** Whether an error is about one picture, so that the others can go on. */
function isOfPicture(error: unknown): error is GanymedeError {
  return (
    error instanceof GanymedeError &&
    ['DATA_UNREADABLE', 'NON_FINITE', 'OPTION_INVALID', 'SIZE_UNSUPPORTED'].includes(error.code)
  )
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw writeError(error, folder)
  }
}

function roundingText(rounding: ByteRounding): string {
  return rounding === 'truncate' ? "truncated, as in the authors' code" : 'rounded to the nearest'
}

function wayText(way: TranslationWay): string {
  if (way.kind === 'whole') return 'whole'
  const { count, width, height, overlap, statistics, share } = way
  const from = {
    none: '',
    exact: ', statistics of the whole picture',
    sampled: `, statistics of ${Math.round(100 * share)} % of the picture`,
  }
  return `${count} tiles of ${width} × ${height}, overlapping by ${overlap}${from[statistics]}`
}

function summaryTable(summary: TranslationSummary, output: Output): string[] {
  const gain = gainOverCopy(summary)
  const rows = scoreColumns.flatMap(({ of, title, better }) => {
    const value = summary[of]
    return value === null ? [] : [[title, scoreText(value), better]]
  })
  const more = [
    ...(summary.fid === null ? [] : [['FID', scoreText(summary.fid), 'lower']]),
    ...(summary.kid === null ? [] : [['KID', scoreText(summary.kid), 'lower']]),
  ]
  const table = renderTable(
    [{ title: `mean of ${summary.pictures}` }, { title: 'value', isNumber: true }, { title: 'better' }],
    [...rows, ...more],
    output.style,
  )
  if (gain === null) return table
  return [
    ...table,
    `L1 is ${Math.abs(100 * gain).toFixed(1)} % ${gain >= 0 ? 'below' : 'above'} that of copying the input`,
  ]
}
