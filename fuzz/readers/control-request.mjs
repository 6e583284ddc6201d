// @ts-check
/** A request in the control folder of a run. */
import { dirname } from 'node:path'
import { takeControlRequests } from '../../packages/runs/dist/folder/control.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = { count: 16, seeds: [1, 2, 3] }

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'control-request',
  file: 'control/sample-1.json',
  codes: [],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  read: (file) => void takeControlRequests(dirname(file)),
}
