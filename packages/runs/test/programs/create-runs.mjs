// @ts-check
/** Makes runs: `create-runs.mjs <out> <data name> <count>`. */
import { createRunFolder } from '../../dist/folder/run-folder.js'

const [out = '', dataName = '', count = '1'] = process.argv.slice(2)
for (let made = 0; made < Number(count); made += 1) createRunFolder({ out, system: 'dcgan', dataName })
