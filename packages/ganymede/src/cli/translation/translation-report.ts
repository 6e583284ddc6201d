/** Writes the page of a translation and its small pictures, and prints the numbers. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Raster } from '@ganymede/core/pictures'
import { writeError, writeFileAtomic } from '@ganymede/runs/files'
import { ownExif } from '@ganymede/runs/sheets'
import { imageLibrary } from '../../data/formats/decode.js'
import type { PictureScores, TranslationSummary } from '../../evaluate/translation-meter.js'
import {
  type PageColumn,
  type PagePicture,
  type PageRow,
  scoreText,
  translationPage,
} from '../../report/translation-page.js'
import { toolkitVersion } from '../../toolkit-version.js'

/** Scores by the names that the page and `scores.json` have for them. */
export const scoreColumns: readonly (PageColumn & { readonly of: keyof PictureScores })[] = [
  {
    name: 'l1',
    of: 'l1',
    title: 'L1',
    text: 'mean difference from the truth, on the scale of -1 to 1 that training logs',
    better: 'lower',
  },
  { name: 'psnr', of: 'psnr', title: 'PSNR', text: 'peak signal to noise in dB', better: 'higher' },
  { name: 'ssim', of: 'ssim', title: 'SSIM', text: 'structural similarity, 1 for equal pictures', better: 'higher' },
  { name: 'lpips', of: 'lpips', title: 'LPIPS', text: 'perceptual distance', better: 'lower' },
  { name: 'copy', of: 'copyL1', title: 'L1 of the input', text: 'what copying the input would reach', better: 'lower' },
]

/** Scores that could be taken, by name. */
export function namedScores(scores: PictureScores | null): Record<string, number> {
  if (scores === null) return {}
  return Object.fromEntries(
    scoreColumns.flatMap(({ name, of }) => {
      const value = scores[of]
      return value === null ? [] : [[name, value]]
    }),
  )
}

/** How much nearer to the truth than the input itself, as a share; null without a baseline. */
export function gainOverCopy({ l1, copyL1 }: PictureScores): number | null {
  return copyL1 === null || copyL1 === 0 ? null : 1 - l1 / copyL1
}

const previewSide = 640
const losslessSide = 128
const previewQuality = 90

/** Collects the rows of a page while pictures are made, as small files in a folder beside it. */
export class PageWriter {
  readonly file: string
  readonly #assets: string
  readonly #rows: PageRow[] = []

  /**
   * @param file      of the page
   * @param pictures  folder for the small pictures, made where it is missing
   * @throws GanymedeError `WRITE_FAILED`, `DISK_FULL`
   */
  constructor(file: string, pictures: string) {
    this.file = file
    this.#assets = pictures
    try {
      mkdirSync(this.#assets, { recursive: true })
    } catch (error) {
      throw writeError(error, this.#assets)
    }
  }

  async add(picture: {
    readonly name: string
    /** What the input was made of, or null. */
    readonly photograph: Raster | null
    readonly input: Raster
    readonly output: Raster
    readonly truth: Raster | null
    /** The output as it was written. */
    readonly target: string
    readonly scores: PictureScores | null
  }): Promise<void> {
    const number = String(this.#rows.length + 1).padStart(4, '0')
    const preview = async (raster: Raster, kind: string): Promise<PagePicture> => {
      const file = path.join(this.#assets, `${number}-${kind}.webp`)
      writeFileAtomic(file, await previewOf(raster))
      return { file: this.#address(file), width: raster.width, height: raster.height }
    }
    const { name, target, scores, truth, photograph } = picture
    this.#rows.push({
      name,
      photograph: photograph === null ? null : await preview(photograph, 'photograph'),
      input: await preview(picture.input, 'input'),
      output: await preview(picture.output, 'output'),
      truth: truth === null ? null : await preview(truth, 'truth'),
      href: this.#address(target),
      scores: namedScores(scores),
    })
  }

  /** Writes the page. @returns its path */
  finish({
    title,
    facts,
    summary,
    failures,
  }: {
    readonly title: string
    readonly facts: readonly (readonly [string, string])[]
    readonly summary: TranslationSummary | null
    readonly failures: readonly { readonly name: string; readonly reason: string }[]
  }): string {
    const taken = scoreColumns.filter(({ name }) => this.#rows.some(({ scores }) => scores[name] !== undefined))
    const page = translationPage({
      title,
      facts,
      rows: this.#rows,
      columns: taken,
      means: namedScores(summary),
      overall: summary === null ? [] : overallOf(summary),
      failures,
      version: toolkitVersion(),
    })
    writeFileAtomic(this.file, page)
    return this.file
  }

  #address(file: string): string {
    return path.relative(path.dirname(this.file), file).replaceAll(path.sep, '/')
  }
}

function previewOf({ width, height, channels, data }: Raster): Promise<Uint8Array> {
  const isSmall = Math.max(width, height) <= losslessSide
  return imageLibrary()(data, { raw: { width, height, channels }, limitInputPixels: false })
    .toColourspace('srgb')
    .resize({ width: previewSide, height: previewSide, fit: 'inside', withoutEnlargement: true })
    .webp(isSmall ? { lossless: true } : { quality: previewQuality })
    .withExif(ownExif())
    .toBuffer()
}

function overallOf(summary: TranslationSummary): { title: string; value: string; text: string }[] {
  const gain = gainOverCopy(summary)
  const means = scoreColumns.flatMap(({ of, title, text }) => {
    const value = summary[of]
    return value === null ? [] : [{ title: `mean ${title}`, value: scoreText(value), text }]
  })
  const one = (title: string, value: number | null, text: string) =>
    value === null ? [] : [{ title, value: scoreText(value), text }]
  return [
    ...means,
    ...(gain === null
      ? []
      : [
          {
            title: 'against copying',
            value: `${Math.abs(100 * gain).toFixed(1)} % ${gain >= 0 ? 'better' : 'worse'}`,
            text: 'mean L1 beside that of the inputs themselves',
          },
        ]),
    ...one('FID', summary.fid, `Fréchet distance of the features, ${summary.pictures} pictures each; lower is better`),
    ...one('KID', summary.kid, 'kernel distance of the features, fair to small sets; lower is better'),
  ]
}
