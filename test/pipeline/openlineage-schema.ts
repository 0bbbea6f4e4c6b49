/**
 * What OpenLineage asks of a run event, as far as Kohort writes one; written from the specification's description of
 * required fields (https://openlineage.io/spec/2-0-2/OpenLineage.json: BaseEvent, RunEvent, Run, Job, Dataset, BaseFacet).
 */
const text = { type: 'string', minLength: 1 }
const uri = { type: 'string', pattern: '^https?://\\S+$' }
const facets = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['_producer', '_schemaURL'],
    properties: { _producer: uri, _schemaURL: uri },
  },
}
const uuid = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
}
const run = { type: 'object', required: ['runId'], properties: { runId: uuid, facets } }
const named = {
  type: 'object',
  required: ['namespace', 'name'],
  properties: { namespace: text, name: text, facets },
}

export const runEventSchema = {
  type: 'object',
  required: ['eventTime', 'producer', 'schemaURL', 'run', 'job'],
  properties: {
    eventType: { enum: ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] },
    eventTime: {
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
    },
    producer: uri,
    schemaURL: { ...uri, pattern: 'OpenLineage\\.json#/\\$defs/RunEvent$' },
    run: {
      ...run,
      properties: {
        ...run.properties,
        facets: {
          ...facets,
          properties: {
            // ParentRunFacet and ErrorMessageRunFacet.
            parent: { type: 'object', required: ['run', 'job'], properties: { run, job: named } },
            errorMessage: {
              type: 'object',
              required: ['message', 'programmingLanguage'],
              properties: { message: text, programmingLanguage: text },
            },
          },
        },
      },
    },
    job: named,
    inputs: { type: 'array', items: named },
    outputs: { type: 'array', items: named },
  },
}
