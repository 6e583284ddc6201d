// @ts-check
/** Pictures of a run, with what Ganymede wrote into them. */
import { readFileSync } from 'node:fs'
import { addPngText } from '../../packages/runs/dist/sheets/png-chunks.js'
import { composeSheet, readSheet, readSheetCell } from '../../packages/runs/dist/sheets/sheet.js'
import { hostilePng, validPictures } from '../grammar/images.mjs'
import { hostileJson } from '../grammar/json.mjs'

const pixels = { width: 2, height: 2, channels: /** @type {const} */ (3), data: new Uint8Array(12) }
const layout = { count: 1, rows: 1, columns: 1, cellWidth: 16, cellHeight: 16, padding: 0, scale: 1, seeds: [1] }
const metadata = { format: 1, run: '0001', step: 3, view: 'fixed', layout }
const [picture = Buffer.alloc(0)] = await validPictures('png')

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'sheet',
  file: 'step-00000003-fixed.png',
  codes: ['RUN_INVALID', 'DATA_UNREADABLE'],
  samples: async () => [await composeSheet([pixels], { run: '0001', step: 3, view: 'fixed' })],
  hostile: (draws) =>
    draws.chance(0.3) ? hostilePng(draws) : addPngText(picture, { ganymede: hostileJson(draws, metadata) }),
  read: async (file) => {
    const bytes = readFileSync(file)
    readSheet(bytes)
    await readSheetCell(bytes, 0)
  },
}
