// @ts-check
/** manifest.json of a checkpoint. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { verifyCheckpoint } from '../../packages/runs/dist/checkpoints/checkpoint-manifest.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = {
  format: 1,
  step: 10,
  files: [{ name: 'state.json', bytes: 2, crc32: crc32('{}').toString(16).padStart(8, '0') }],
}

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'checkpoint-manifest',
  file: 'manifest.json',
  codes: ['CHECKPOINT_CORRUPT'],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  surround: (folder) => writeFileSync(join(folder, 'state.json'), '{}'),
  read: (file) => void verifyCheckpoint(dirname(file), { contents: true }),
}
