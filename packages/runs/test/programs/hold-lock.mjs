// @ts-check
/** Locks a run: `hold-lock.mjs <run> [exit | wait]` and leaves at once, after two seconds, or never. */
import { runFolder } from '../../dist/folder/run-folder.js'
import { lockRun } from '../../dist/folder/run-lock.js'

const [dir = '', then = 'stay'] = process.argv.slice(2)
try {
  lockRun(runFolder(dir))
  console.log('locked')
} catch {
  console.log('refused')
  process.exit(0)
}
if (then === 'exit') process.exit(0)
setTimeout(() => process.exit(0), then === 'wait' ? 2_000 : 60_000)
