// @ts-check
/** Starts a heartbeat and comes to its end without stopping it: `beat-and-leave.mjs <file>`. */
import { startHeartbeat } from '../../dist/folder/heartbeat.js'

startHeartbeat(process.argv[2] ?? '')
