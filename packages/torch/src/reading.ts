/** `@ganymede/torch/reading`: what reading files of strangers may cost. Loads no libtorch, and nothing else of the engine. */
export { objectCost, ReadBudget, readLimits } from './files/read-budget.js'
export { checkJson } from './files/strict-json.js'
