/**
 * What SDMX asks of a structure message, as far as Kohort writes one; written from the descriptions of objects in the field
 * guide to SDMX-JSON 2.1 structure messages (https://github.com/sdmx-twg/sdmx-json).
 */
const id = { type: 'string', pattern: '^[A-Za-z0-9_@$-]+$' }
const name = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]*$' }
const names = { type: 'object', minProperties: 1, additionalProperties: { type: 'string', minLength: 1 } }
const urn = {
  type: 'string',
  pattern:
    '^urn:sdmx:org\\.sdmx\\.infomodel\\.[a-z]+\\.[A-Za-z]+=[A-Za-z][A-Za-z0-9_.-]*:[A-Za-z0-9_@$-]+\\([0-9]+\\.[0-9]+\\)(\\.[A-Za-z0-9_@$-]+)?$',
}
const strict = (required: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
})
const list = (items: object) => ({ type: 'array', minItems: 1, items })
const maintained = {
  id: name,
  agencyID: name,
  version: { type: 'string', pattern: '^\\d+\\.\\d+$' },
  name: { type: 'string', minLength: 1 },
  names,
}
const representation = {
  oneOf: [
    strict({ enumeration: urn }),
    strict({
      format: strict({ dataType: { enum: ['ObservationalTimePeriod', 'Decimal', 'GregorianDay'] } }),
    }),
  ],
}
const component = { id: name, conceptIdentity: urn, localRepresentation: representation }
const usage = { enum: ['mandatory', 'optional'] }
const relationship = {
  oneOf: [strict({ observation: strict({}) }), strict({ dimensions: list({ type: 'string' }) })],
}

export const structureMessageSchema = strict({
  $schema: { const: 'https://json.sdmx.org/2.1/sdmx-json-structure-schema.json' },
  meta: strict({
    id: { type: 'string', minLength: 1 },
    test: { const: false },
    prepared: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' },
    contentLanguages: list({ type: 'string', pattern: '^[a-z]{2}$' }),
    sender: strict({ id: name, name: { type: 'string' }, names }),
  }),
  data: strict({
    codelists: list(
      strict({ ...maintained, codes: list(strict({ id, name: { type: 'string' }, names }, { parent: id })) }),
    ),
    conceptSchemes: list(
      strict({ ...maintained, concepts: list(strict({ id: name, name: { type: 'string' }, names })) }),
    ),
    dataStructures: list(
      strict({
        ...maintained,
        dataStructureComponents: strict({
          dimensionList: strict({
            id: { const: 'DimensionDescriptor' },
            dimensions: list(strict({ ...component, position: { type: 'integer', minimum: 0 } })),
            timeDimension: strict({ ...component, id: { const: 'TIME_PERIOD' } }),
          }),
          measureList: strict({
            id: { const: 'MeasureDescriptor' },
            measures: list(strict({ ...component, usage })),
          }),
          attributeList: strict({
            id: { const: 'AttributeDescriptor' },
            attributes: list(strict({ ...component, usage, attributeRelationship: relationship })),
          }),
        }),
      }),
    ),
    dataflows: list(strict({ ...maintained, structure: urn })),
  }),
})
