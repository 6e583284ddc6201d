// @ts-check
/** Loaded before a program by `faultOf` of fault-injection.mjs: all its saving goes through faulty file operations. */
import { systemFileOps } from '../../packages/runs/dist/files/file-ops.js'
import { parseFault, withFault } from './fault-injection.mjs'

Object.assign(systemFileOps, withFault({ ...systemFileOps }, parseFault(process.env.TEST_FAULT ?? '')))
