/** Runs before every test file: warnings that nobody expected fail the test in which they came. */
import { afterEach, beforeEach } from 'vitest'
import { failOnUnexpectedWarnings, startWatchingWarnings } from './warnings.js'

beforeEach(startWatchingWarnings)

// Checks that must hold after every test, in order. The tensor-leak check belongs here.
afterEach(failOnUnexpectedWarnings)
