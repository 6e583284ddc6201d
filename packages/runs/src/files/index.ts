/** Files that are written whole or not at all, and texts as editors leave them. */
export { removeLeftoverFiles, writeFileAtomic } from './atomic-file.js'
export { type FileOps, isOfItsName, makeFolders, systemFileOps, writeError } from './file-ops.js'
export { temporaryBeside } from './temporary-name.js'
export { decodeText, parseJson, readJsonFile, readTextFile } from './text-file.js'
