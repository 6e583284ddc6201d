export { mostTensorBytes, objectCost, ReadBudget, readLimits } from './read-budget.js'
export { checkJson, type Json, NotWhole, parseStrictJson } from './strict-json.js'
