/** Run folders: finding, reading, locking, steering. */
export { type ControlAction, ControlInbox, takeControlRequests, writeControlRequest } from './control.js'
export { type Heartbeat, startHeartbeat } from './heartbeat.js'
export { isOwnLoop, ownLoop, refuseOwnLoop } from './own-loop.js'
export { type OwnAction, RequestQueue, type RequestSource } from './requests.js'
export {
  completeRunFolder,
  createRunFolder,
  findRun,
  listRunFolders,
  type RunFolder,
  runFolder,
  sampleFileName,
  slug,
} from './run-folder.js'
export { lockHolder, lockRun, type RunLock } from './run-lock.js'
export { requireSoundPlaces } from './run-places.js'
export { type LiveStatus, openRun, RunReader, type SampleEntry, type Series } from './run-reader.js'
export { type RunRecord, type RunStatus, readRunRecord, runFormat, writeRunRecord } from './run-record.js'
export { folderSize, runRow, runSortKeys, runTable, statusText } from './run-table.js'
export type { RunWatcher, WatcherFinding } from './run-watcher.js'
