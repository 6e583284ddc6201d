// @ts-check
/**
 * The arrows of docs/architecture.md as rules: who may import whom. `npm run lint` checks them.
 * The order of `layers` is the order of the picture: each folder of the toolkit names what it may know.
 */

/** Rooms of packages/ganymede/src, and the other rooms that each may import, besides packages and the single files. */
const rooms = {
  nn: [],
  augment: [],
  data: [],
  terminal: [],
  metrics: ['nn'],
  weights: ['nn'],
  systems: ['nn', 'options'],
  options: ['data', 'systems', 'training'],
  checkpoint: ['nn', 'options', 'systems'],
  pictures: ['data', 'systems'],
  models: ['nn', 'options', 'pictures', 'systems'],
  training: ['nn', 'augment', 'data', 'metrics', 'weights', 'systems', 'options', 'checkpoint', 'pictures', 'terminal'],
  inference: ['nn', 'data', 'weights', 'systems', 'options', 'checkpoint', 'pictures', 'models', 'training'],
  evaluate: ['data', 'metrics', 'systems', 'pictures', 'models', 'inference', 'training'],
  doctor: ['data', 'metrics', 'systems', 'checkpoint', 'pictures', 'inference', 'training'],
  report: ['options', 'terminal', 'doctor', 'training'],
  api: [
    'nn',
    'metrics',
    'systems',
    'options',
    'checkpoint',
    'pictures',
    'models',
    'training',
    'inference',
    'evaluate',
    'report',
  ],
}

/** Files beside the rooms that every room may import. */
const singleFiles = ['toolkit-version']

const toolkit = '^packages/ganymede/src'

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const roomRules = Object.entries(rooms).map(([room, known]) => ({
  name: `${room}-knows-only`,
  comment: `${room}/ may import ${[room, ...known].join(', ')}, ${singleFiles.join('.ts, ')}.ts and packages, nothing else`,
  severity: 'error',
  from: { path: `${toolkit}/${room}/`, pathNot: `${toolkit}/models/registry\\.ts$` },
  to: {
    path: toolkit,
    pathNot: `${toolkit}/((${[room, ...known].join('|')})/|(${singleFiles.join('|')})\\.ts$)`,
  },
}))

/** Packages of ours, and the others that each may import. */
const packages = { core: [], torch: ['core'], runs: ['core'], ganymede: ['core', 'torch', 'runs'] }

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const packageRules = Object.entries(packages).map(([name, known]) => ({
  name: `${name}-knows-only`,
  comment: `packages/${name} may import ${known.map((other) => `packages/${other}`).join(', ') || 'no package of ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src/` },
  to: { path: `^packages/(?!(${[name, ...known].join('|')})/)` },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: [
    ...packageRules,
    ...roomRules,
    {
      name: 'core-runs-anywhere',
      comment: 'a browser has neither files nor processes',
      severity: 'error',
      from: { path: '^packages/core/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'models-are-strangers',
      comment:
        'a model folder never imports another: what two share lives in systems/ or nn/, or in the families image-gan/ and image-to-image/',
      severity: 'error',
      from: { path: `${toolkit}/models/([^/]+)/` },
      to: { path: `${toolkit}/models/`, pathNot: `${toolkit}/models/($1|image-gan|image-to-image)/` },
    },
    {
      name: 'commands-are-the-top',
      comment: 'only the entry points know the command line',
      severity: 'error',
      from: { path: toolkit, pathNot: `${toolkit}/(cli/|cli\\.ts$|index\\.ts$)` },
      to: { path: `${toolkit}/(cli/|cli\\.ts$|index\\.ts$)` },
    },
    {
      name: 'no-deep-imports',
      comment: 'another package is imported by its name: only its entry points are public',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot: ['^packages/$1/', '/index\\.(d\\.ts|js|ts)$'],
      },
    },
    {
      name: 'no-cycles',
      comment: 'modules that need one another are one module or three, also where they need only types',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'the file or package does not exist',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'only-declared-packages',
      comment: "what a package's sources import stands in the dependencies of its package.json",
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'deprecated'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}

export default configuration
