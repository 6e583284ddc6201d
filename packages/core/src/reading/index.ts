/** What reading a file of a stranger may cost, and JSON that means one thing only. */
export { mostTensorBytes, objectCost, ReadBudget, readLimits } from './read-budget.js'
export { checkJson, type Json, NotWhole, parseStrictJson } from './strict-json.js'
