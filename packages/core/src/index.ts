/** Errors and checks of options, as every package of Ganymede makes them. */
export { type ErrorCode, errorCatalogue, firstLines, GanymedeError, issueLines } from './errors.js'
export {
  givenOptions,
  optionProblem,
  refuseProblems,
  requireArray,
  requireObject,
  requireText,
  valueText,
  wrongArgument,
} from './given-options.js'
