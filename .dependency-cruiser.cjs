/** Architecture as rules, each with its reason. */
module.exports = {
  forbidden: [
    {
      name: 'schemas-stand-alone',
      comment: 'Schemas say what things are; everything else may depend on them, so they depend on zod only.',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { pathNot: ['^schemas/', '^node_modules/zod/'] },
    },
    {
      name: 'transforms-are-pure',
      comment:
        'Transforms say how things change. They import schemas, a solver and hashing; files, clocks and databases are the pipeline’s.',
      severity: 'error',
      from: { path: '^transforms/' },
      to: { pathNot: ['^schemas/', '^transforms/', '^node_modules/(zod|highs)/', '^(node:)?crypto$'] },
    },
    {
      name: 'reports-know-schemas-only',
      comment:
        'Reports show what was decided; if they could compute, they could recompute from what is not protected.',
      severity: 'error',
      from: { path: '^reports/' },
      to: { path: ['^transforms/', '^pipeline/', '^sample-data/', '^bench/', '^test/'] },
    },
    {
      name: 'audit-is-an-independent-witness',
      comment: 'A mistake shared by the suppression and its audit would go unseen.',
      severity: 'error',
      from: { path: '^transforms/audit/' },
      to: { path: '^transforms/', pathNot: ['^transforms/audit/', '^transforms/attest(-protected)?\\.ts$'] },
    },
    {
      name: 'suppression-does-not-see-the-audit',
      comment: 'What is built to pass a check proves nothing by passing it.',
      severity: 'error',
      from: { path: '^transforms/disclosure/' },
      to: { path: '^transforms/(audit|recount)/' },
    },
    {
      name: 'recount-takes-another-route',
      comment: 'The recount is evidence only while it shares no counting with the pipeline.',
      severity: 'error',
      from: { path: '^transforms/recount/' },
      to: {
        path: '^transforms/(tabulate|deidentify|disclosure|audit)/|^transforms/generalize/(recode|bands|code-list|equivalence-classes)\\.ts$',
      },
    },
    {
      name: 'verifier-is-an-independent-witness',
      comment:
        'A mistake shared by what writes releases and what checks them would go unseen, and one file must run anywhere. Only words are shared: they decide nothing.',
      severity: 'error',
      from: { path: '^verifier/' },
      to: {
        pathNot: [
          '^verifier/',
          '^reports/messages/(check/|cyrillic\\.ts$)',
          '^(node:)?(crypto|fs|fs/promises|path|util)$',
        ],
      },
    },
    {
      name: 'words-of-checks-stand-alone',
      comment: 'The verifier takes them along: whatever they import would come with them.',
      severity: 'error',
      from: { path: '^reports/messages/(check/|cyrillic\\.ts$)' },
      to: { pathNot: '^reports/messages/(check/|cyrillic\\.ts$)' },
    },
    {
      name: 'nobody-leans-on-the-verifier',
      comment: 'A check of a check by itself proves nothing.',
      severity: 'error',
      from: { pathNot: '^(verifier|test)/' },
      to: { path: '^verifier/' },
    },
    {
      name: 'only-the-audit-attests-protected',
      comment: 'Custody "protected" is a claim that only a passed audit can make.',
      severity: 'error',
      from: { pathNot: ['^transforms/audit/', '^test/'] },
      to: { path: '^transforms/attest-protected\\.ts$' },
    },
    {
      name: 'sample-data-stands-apart',
      comment: 'The generator invents sources; it must not know how they are read.',
      severity: 'error',
      from: { path: '^sample-data/' },
      to: { path: ['^transforms/', '^pipeline/', '^reports/', '^test/', '^bench/'] },
    },
    {
      name: 'product-does-not-import-tests',
      comment: 'Tests and benchmarks are not part of what is installed.',
      severity: 'error',
      from: { path: '^(schemas|transforms|reports|pipeline|verifier|sample-data)/' },
      to: { path: '^(test|bench|bundling)/' },
    },
    {
      name: 'page-script-runs-in-browsers',
      comment:
        'What the page carries runs without Node and without packages; only the texts of files are made by shared code.',
      severity: 'error',
      from: { path: '^reports/page/browser/' },
      to: { pathNot: ['^reports/page/browser/', '^reports/(csv-text|flat-rows)\\.ts$'] },
    },
    {
      name: 'pages-are-served-without-their-sources',
      comment: 'The script is compiled for browsers; the rest of Kohort has only its bundle.',
      severity: 'error',
      from: { pathNot: ['^reports/page/browser/dom/', '^test/'] },
      to: { path: '^reports/page/browser/dom/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle has no order in which to read it.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
}
