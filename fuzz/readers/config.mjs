// @ts-check
/** ganymede.config.json. (Configurations in TypeScript are programs of the user.) */
import { loadConfigFile } from '../../packages/ganymede/dist/options/config-file.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = {
  model: { system: 'dcgan', size: 64 },
  data: { path: 'photos' },
  train: { steps: 100, batch: 16 },
  name: 'mine',
}

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'config',
  file: 'ganymede.config.json',
  codes: ['CONFIG_NOT_FOUND', 'OPTION_INVALID', 'OPTION_UNKNOWN'],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  read: (file) => loadConfigFile(file),
}
