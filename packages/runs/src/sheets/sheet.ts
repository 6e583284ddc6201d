/**
 * Sample sheets: many equal pictures in one lossless PNG, which tells in its metadata what each cell is, so that a cell
 * can be named, cut out and made again.
 */

import { GanymedeError, issueLines } from '@ganymede/core'
import sharp from 'sharp'
import { z } from 'zod'
import { parseJson } from '../files/text-file.js'
import { toolkitName } from './own-mark.js'
import { addPngText, readPngHeader, readPngText } from './png-chunks.js'

/** One picture: `[H, W, C]` bytes, row by row, grey (C = 1) or RGB (C = 3). */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** `height · width · channels` bytes. */
  readonly data: Uint8Array
}

/** What is between the pixels of an enlarged picture: `nearest`, the pixels themselves; `lanczos3`, a smooth course. */
export type EnlargingFilter = 'nearest' | 'lanczos3'

/** Largest side of a cell and of a whole sheet, in pixels. */
const maxCellSide = 256
const maxSheetSide = 4096

// Of pictures that were asked for by hand; WebP ends here.
const maxPictureSide = 16_383
// 192 MiB of pixels: within the memory that reading a file may take.
const maxCellPixels = 1 << 26

const side = z.number().int().min(1).max(maxPictureSide)
const step = z.number().int().min(0)

/** Schema of the metadata of a sheet, stored as JSON under the PNG text keyword `ganymede`. */
const sheetMetadataSchema = z.looseObject({
  format: z.literal(1),
  run: z.string().describe('Id and name of the run.'),
  step: step.describe('Steps done when the pictures were made.'),
  view: z.string().describe('Name of the view, such as `fixed` or `reconstruction`.'),
  precision: z.string().optional().describe('Arithmetic that the pictures were made in, where it was not float32.'),
  layout: z.looseObject({
    count: z.number().int().min(1).describe('Pictures on the sheet; they fill rows from the left, the rest is empty.'),
    rows: side,
    columns: side,
    cellWidth: side.describe('Width of a cell in pixels, without padding.'),
    cellHeight: side,
    padding: z.number().int().min(0).max(64).describe('Pixels around each cell.'),
    scale: z.number().positive().describe('Cell side / picture side: 1 unless pictures were too large, or enlarged.'),
    filter: z
      .enum(['nearest', 'lanczos3'])
      .optional()
      .describe('How pictures were enlarged: pixel by pixel, or smoothly; absent where they were not.'),
    seeds: z.array(z.number().int()).optional().describe('Seed of each cell.'),
    labels: z
      .array(z.union([z.string(), z.number().int()]))
      .optional()
      .describe('Label of each cell.'),
    columnTitles: z.array(z.string()).optional().describe('What the columns show, such as input, output, target.'),
  }),
})

/** What a sheet says about itself. */
export type SheetMetadata = z.infer<typeof sheetMetadataSchema>

/** What {@link composeSheet} is told besides the pictures. */
export interface SheetOptions {
  /** Id and name of the run. */
  readonly run: string
  /** Steps done when the pictures were made. */
  readonly step: number
  readonly view: string
  /** Arithmetic that the pictures were made in; default: nothing is said, which stands for float32. */
  readonly precision?: string | undefined
  /** Default: as many as make the sheet nearly square. */
  readonly columns?: number
  /** Pixels around each cell; default 2. */
  readonly padding?: number
  /** How many times the pictures were enlarged; such pictures are never reduced. Default: they are as they were made. */
  readonly enlarged?: number
  /** What they were enlarged with; default `nearest`. */
  readonly filter?: EnlargingFilter
  /** Seed and label of each picture, in order. */
  readonly seeds?: readonly number[]
  readonly labels?: readonly (string | number)[]
  readonly columnTitles?: readonly string[]
}

// Dark grey: tells black and white pictures from the sheet behind them.
const background = 40

/**
 * Composes pictures into a PNG. Pictures are shown pixel by pixel; only those larger than 256 px, or too many for a sheet
 * of 4096 px, are reduced. The same pictures and options give the same bytes.
 *
 * @param pictures  at least one, all of the same width, height and channels
 * @throws GanymedeError `OPTION_INVALID` when the pictures do not fit on a sheet at one pixel a cell
 * @throws Error when the pictures differ in shape, or seeds or labels in number
 */
export async function composeSheet(pictures: readonly Picture[], options: SheetOptions): Promise<Uint8Array> {
  const { width, height, channels } = commonShape(pictures)
  for (const [name, list] of [['seeds', options.seeds] as const, ['labels', options.labels] as const]) {
    if (list !== undefined && list.length !== pictures.length) {
      throw new Error(`a sheet of ${pictures.length} pictures needs as many ${name}, got ${list.length}`)
    }
  }
  const { padding = 2, columns = defaultColumns(pictures.length, width, height), enlarged } = options
  const rows = Math.ceil(pictures.length / columns)
  const scale = enlarged === undefined ? cellScale({ width, height, rows, columns, padding }) : 1
  const largest = enlarged === undefined ? maxSheetSide : maxPictureSide
  const cellWidth = Math.max(1, Math.floor(width * scale))
  const cellHeight = Math.max(1, Math.floor(height * scale))

  const sheetWidth = padding + columns * (cellWidth + padding)
  const sheetHeight = padding + rows * (cellHeight + padding)
  if (sheetWidth > largest || sheetHeight > largest) {
    throw new GanymedeError(
      'OPTION_INVALID',
      `${pictures.length} pictures of ${cellWidth}×${cellHeight} do not fit on a sheet of ${largest} px`,
      {
        remedy: 'Ask for fewer or smaller pictures, or another number of columns.',
      },
    )
  }
  const pixels = new Uint8Array(sheetWidth * sheetHeight * channels).fill(background)
  for (const [index, picture] of pictures.entries()) {
    const cell = scale === 1 ? picture.data : await reduced(picture, cellWidth, cellHeight)
    const { left, top } = cellPosition(index, { columns, cellWidth, cellHeight, padding })
    const rowBytes = cellWidth * channels
    for (let y = 0; y < cellHeight; y += 1) {
      pixels.set(cell.subarray(y * rowBytes, (y + 1) * rowBytes), ((top + y) * sheetWidth + left) * channels)
    }
  }

  const metadata: SheetMetadata = {
    format: 1,
    run: options.run,
    step: options.step,
    view: options.view,
    ...(options.precision === undefined ? {} : { precision: options.precision }),
    layout: {
      count: pictures.length,
      rows,
      columns,
      cellWidth,
      cellHeight,
      padding,
      scale: (cellWidth / width) * (enlarged ?? 1),
      ...(enlarged === undefined || enlarged === 1 ? {} : { filter: options.filter ?? 'nearest' }),
      ...(options.seeds === undefined ? {} : { seeds: [...options.seeds] }),
      ...(options.labels === undefined ? {} : { labels: [...options.labels] }),
      ...(options.columnTitles === undefined ? {} : { columnTitles: [...options.columnTitles] }),
    },
  }
  const png = await encodePng({ width: sheetWidth, height: sheetHeight, channels, data: pixels })
  return addPngText(png, {
    Description: `${options.run}, step ${options.step}, ${options.view}`,
    [metadataKeyword]: JSON.stringify(metadata),
  })
}

/** A picture as a lossless PNG file, grey or RGB as it is, that says who wrote it. */
export async function encodePng({ width, height, channels, data }: Picture): Promise<Uint8Array> {
  const png = await sharp(data, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6, adaptiveFiltering: true, palette: false })
    .toBuffer()
  return addPngText(png, { Software: toolkitName })
}

/** A sheet that was read back. */
export interface Sheet {
  readonly metadata: SheetMetadata
  readonly width: number
  readonly height: number
}

/**
 * Reads what a sheet says about itself; the pixels are not decoded.
 *
 * @param name  what errors call the file
 * @throws GanymedeError `RUN_INVALID` when it is no PNG, no sheet of ours, or its layout does not fit its size
 */
export function readSheet(png: Uint8Array, name = 'the sheet'): Sheet {
  const invalid = (why: string, lines: readonly string[] = []): GanymedeError =>
    new GanymedeError('RUN_INVALID', `${name} cannot be used as a sample sheet: ${why}`, { lines })
  let text: string | undefined
  let size: { width: number; height: number }
  try {
    size = readPngHeader(png)
    text = readPngText(png).get(metadataKeyword)
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error))
  }
  if (text === undefined) throw invalid('it has no metadata of Ganymede')
  let content: unknown
  try {
    content = parseJson(text)
  } catch {
    throw invalid('its metadata is not JSON')
  }
  const parsed = sheetMetadataSchema.safeParse(content)
  if (!parsed.success) {
    throw invalid('its metadata is not understood', issueLines(parsed.error.issues))
  }
  const { rows, columns, cellWidth, cellHeight, padding, count } = parsed.data.layout
  const fits =
    size.width === padding + columns * (cellWidth + padding) &&
    size.height === padding + rows * (cellHeight + padding) &&
    count <= rows * columns
  if (!fits) throw invalid(`its layout does not fit its size of ${size.width} × ${size.height}`)
  return { metadata: parsed.data, width: size.width, height: size.height }
}

/**
 * Cuts one cell out of a sheet.
 *
 * @param index  number of the picture, from 0, row by row
 * @throws GanymedeError `RUN_INVALID` as {@link readSheet} does, and when its pixels are damaged or a cell is beyond 64 M pixels
 * @throws RangeError when there is no such cell
 */
export async function readSheetCell(png: Uint8Array, index: number): Promise<Picture> {
  const { layout } = readSheet(png).metadata
  if (!Number.isInteger(index) || index < 0 || index >= layout.count) {
    throw new RangeError(`the sheet has the cells 0 to ${layout.count - 1}, got ${index}`)
  }
  if (layout.cellWidth * layout.cellHeight > maxCellPixels) {
    const size = `${layout.cellWidth} × ${layout.cellHeight}`
    throw new GanymedeError('RUN_INVALID', `a cell of ${size} pixels is too large to be cut out of a sheet`)
  }
  const { data, info } = await sharp(png, { limitInputPixels: maxPictureSide * maxPictureSide })
    .extract({ ...cellPosition(index, layout), width: layout.cellWidth, height: layout.cellHeight })
    .toColourspace(readPngHeader(png).channels < 3 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: Error) => {
      throw new GanymedeError('RUN_INVALID', `the pixels of the sheet cannot be read: ${cause.message}`, { cause })
    })
  return { width: info.width, height: info.height, channels: info.channels === 1 ? 1 : 3, data }
}

const metadataKeyword = 'ganymede'

function commonShape(pictures: readonly Picture[]): Picture {
  const first = pictures[0]
  if (first === undefined) throw new Error('a sheet needs at least one picture')
  for (const { width, height, channels, data } of pictures) {
    if (width !== first.width || height !== first.height || channels !== first.channels) {
      const shapes = `${first.height}×${first.width}×${first.channels} and ${height}×${width}×${channels}`
      throw new Error(`the pictures of a sheet must have one shape, got ${shapes}`)
    }
    if (data.byteLength !== width * height * channels) {
      throw new Error(`a picture of ${height}×${width}×${channels} has ${data.byteLength} bytes`)
    }
  }
  return first
}

function defaultColumns(count: number, width: number, height: number): number {
  return Math.max(1, Math.min(count, Math.ceil(Math.sqrt((count * height) / width))))
}

interface Grid {
  readonly width: number
  readonly height: number
  readonly rows: number
  readonly columns: number
  readonly padding: number
}

function cellScale({ width, height, rows, columns, padding }: Grid): number {
  const room = (cells: number): number => Math.floor((maxSheetSide - padding) / cells) - padding
  return Math.min(1, maxCellSide / width, maxCellSide / height, room(columns) / width, room(rows) / height)
}

function cellPosition(
  index: number,
  layout: { columns: number; cellWidth: number; cellHeight: number; padding: number },
): { left: number; top: number } {
  const { columns, cellWidth, cellHeight, padding } = layout
  return {
    left: padding + (index % columns) * (cellWidth + padding),
    top: padding + Math.floor(index / columns) * (cellHeight + padding),
  }
}

async function reduced({ width, height, channels, data }: Picture, toWidth: number, toHeight: number) {
  return sharp(data, { raw: { width, height, channels } })
    .resize(toWidth, toHeight, { fit: 'fill', kernel: 'lanczos3' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer()
}
