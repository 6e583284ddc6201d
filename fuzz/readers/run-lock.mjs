// @ts-check
/** run.lock: which process works on a run. */
import { dirname } from 'node:path'

import { runFolder } from '../../packages/runs/dist/folder/run-folder.js'
import { lockHolder } from '../../packages/runs/dist/folder/run-lock.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = { pid: 1, processStart: '1', host: 'elsewhere', since: '2026-01-02T03:04:05.000Z', token: 'abc' }

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'run-lock',
  file: 'run.lock',
  codes: ['RUN_LOCKED', 'RUN_INVALID'],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  read: (file) => void lockHolder(runFolder(dirname(file))),
}
