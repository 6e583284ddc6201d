/** The file operations that saving uses when it is given none. */
import { faultFromEnvironment, withFault } from './fault-injection.js'
import { type FileOps, systemFileOps } from './file-ops.js'

let shared: FileOps | undefined

/**
 * The system's operations, with the fault that `GANYMEDE_FAULT` asks for (tests only). One object per process, so that
 * a fault counts the operations of the whole process.
 */
export function defaultFileOps(): FileOps {
  if (shared === undefined) {
    const fault = faultFromEnvironment(process.env)
    shared = fault === undefined ? systemFileOps : withFault(systemFileOps, fault)
  }
  return shared
}
