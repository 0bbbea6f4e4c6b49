import type { Code, TableShape } from '../../schemas/cell.ts'
import type { Labels } from '../../schemas/labels.ts'
import { sdmxStructurePath } from '../formats/format-paths.ts'
import { jsonFile, type Texts } from '../formats/text-format.ts'
import {
  agencyOf,
  dataflowOf,
  indicatorConcept,
  sdmxCode,
  sdmxFrequencies,
  sdmxName,
  sdmxStatuses,
  structureVersion as version,
} from './sdmx-names.ts'

interface Item {
  readonly id: string
  readonly parent?: string
  readonly labels: Labels
}

const english = (en: string): Labels => ({ en })

/** What all tables have, whatever they are of. */
const commonConcepts: readonly Item[] = [
  { id: 'FREQ', labels: { en: 'Frequency', uz: 'Davriylik', ru: 'Периодичность' } },
  { id: indicatorConcept, labels: { en: 'Indicator', uz: 'Koʻrsatkich', ru: 'Показатель' } },
  { id: 'TIME_PERIOD', labels: { en: 'Period', uz: 'Davr', ru: 'Период' } },
  { id: 'OBS_VALUE', labels: { en: 'Value', uz: 'Qiymat', ru: 'Значение' } },
  { id: 'OBS_STATUS', labels: { en: 'Status', uz: 'Holati', ru: 'Статус' } },
  { id: 'UNIT_MEASURE', labels: { en: 'Unit', uz: 'Oʻlchov birligi', ru: 'Единица измерения' } },
  { id: 'AS_OF', labels: { en: 'As of', uz: 'Holat sanasi', ru: 'По состоянию на' } },
]

const frequencies: readonly Item[] = [
  { id: sdmxFrequencies.day, labels: english('Daily') },
  { id: sdmxFrequencies.week, labels: english('Weekly') },
  { id: sdmxFrequencies.month, labels: english('Monthly') },
  { id: sdmxFrequencies.quarter, labels: english('Quarterly') },
  { id: sdmxFrequencies.year, labels: english('Annual') },
]

const statuses: readonly Item[] = [
  { id: sdmxStatuses.A, labels: english('Normal value') },
  { id: sdmxStatuses.c, labels: english('Missing value; suppressed') },
  { id: sdmxStatuses.z, labels: english('Missing value; data cannot exist') },
  { id: sdmxStatuses.x, labels: english('Missing value') },
]

const units: readonly Item[] = [
  { id: 'PS', labels: english('Persons') },
  { id: 'NUM', labels: english('Number') },
  { id: 'MIN', labels: english('Minutes') },
  { id: 'PT', labels: english('Percentage') },
]

const messageSchema = 'https://json.sdmx.org/2.1/sdmx-json-structure-schema.json'

/**
 * `structure.sdmx.json`: what the files of SDMX-CSV are made of, as a structure message of SDMX-JSON 2.1 (sdmx-twg, field guide
 * to structure messages, https://github.com/sdmx-twg/sdmx-json): a data structure and a data flow for each table, whose measures
 * are codes of the dimension INDICATOR. The date of the message is the last day that the release covers.
 */
export const sdmxStructure: Texts = ({ facts, tables }) => {
  const agency = agencyOf(facts)
  const urn = (kind: string, id: string) => `urn:sdmx:org.sdmx.infomodel.${kind}=${agency}:${id}(${version})`
  const codeList = (id: string, items: readonly Item[]) => ({
    ...maintained(agency, id, english(id)),
    codes: items.map(item),
  })
  const shapes = tables.map(({ shape }) => shape)
  return [
    jsonFile(sdmxStructurePath, {
      $schema: messageSchema,
      meta: {
        // Deprecated, but what readers of version 2.0 look for.
        schema: messageSchema,
        id: `${sdmxName(facts.project.id)}_${facts.period.id}_V${facts.version}`,
        test: false,
        prepared: `${facts.asOf}T00:00:00Z`,
        contentLanguages: Object.keys(facts.project.title),
        sender: { id: agency, name: facts.project.title.en, names: facts.project.title },
      },
      data: {
        codelists: [
          codeList('CL_FREQ', frequencies),
          codeList('CL_OBS_STATUS', statuses),
          codeList('CL_UNIT_MEASURE', units),
          ...shapes.flatMap((shape) => [
            ...shape.dimensions.map(({ name, codes }) => codeList(listOf(shape, name), codes.map(codeItem))),
            codeList(
              listOf(shape, indicatorConcept),
              measuresOf(shape).map(({ name, title }) => ({ id: sdmxName(name), labels: title })),
            ),
          ]),
        ],
        conceptSchemes: [
          { ...maintained(agency, 'CONCEPTS', english('Concepts')), concepts: conceptsOf(shapes).map(item) },
        ],
        dataStructures: shapes.map((shape) => ({
          ...maintained(agency, structureOf(shape), shape.title),
          dataStructureComponents: components(shape, urn),
        })),
        dataflows: shapes.map((shape) => ({
          ...maintained(agency, dataflowOf(shape), shape.title),
          structure: urn('datastructure.DataStructure', structureOf(shape)),
        })),
      },
    }),
  ]
}

function components(shape: TableShape, urn: (kind: string, id: string) => string): object {
  const concept = (id: string) => `${urn('conceptscheme.Concept', 'CONCEPTS')}.${id}`
  const coded = (list: string) => ({ enumeration: urn('codelist.Codelist', list) })
  const part = (id: string, localRepresentation: object) => ({
    id,
    conceptIdentity: concept(id),
    localRepresentation,
  })
  const attribute = (id: string, dimensions: object, localRepresentation: object) => ({
    ...part(id, localRepresentation),
    usage: 'mandatory',
    attributeRelationship: dimensions,
  })
  const names = shape.dimensions.map(({ name }) => name)
  return {
    dimensionList: {
      id: 'DimensionDescriptor',
      dimensions: [
        part('FREQ', coded('CL_FREQ')),
        ...names.map((name) => part(sdmxName(name), coded(listOf(shape, name)))),
        part(indicatorConcept, coded(listOf(shape, indicatorConcept))),
      ].map((dimension, position) => ({ ...dimension, position })),
      timeDimension: part('TIME_PERIOD', { format: { dataType: 'ObservationalTimePeriod' } }),
    },
    measureList: {
      id: 'MeasureDescriptor',
      measures: [{ ...part('OBS_VALUE', { format: { dataType: 'Decimal' } }), usage: 'optional' }],
    },
    attributeList: {
      id: 'AttributeDescriptor',
      attributes: [
        attribute('OBS_STATUS', { observation: {} }, coded('CL_OBS_STATUS')),
        attribute('UNIT_MEASURE', { dimensions: [indicatorConcept] }, coded('CL_UNIT_MEASURE')),
        ...(shape.asOf === undefined
          ? []
          : [
              {
                ...attribute('AS_OF', { observation: {} }, { format: { dataType: 'GregorianDay' } }),
                usage: 'optional',
              },
            ]),
      ],
    },
  }
}

function maintained(agencyID: string, id: string, names: Labels): object {
  return { id, agencyID, version, name: names.en, names }
}

function item({ id, parent, labels }: Item): object {
  return { id, name: labels.en, names: labels, ...(parent === undefined ? {} : { parent }) }
}

function codeItem({ code, parent, labels }: Code): Item {
  return { id: sdmxCode(code), labels, ...(parent === null ? {} : { parent: sdmxCode(parent) }) }
}

function measuresOf({ baseMeasures, derivedMeasures }: TableShape) {
  return [...baseMeasures, ...derivedMeasures]
}

function structureOf(shape: TableShape): string {
  return `DSD_${sdmxName(shape.id)}`
}

/** No name of a table or a dimension has a hyphen by then, so that no two lists are called the same. */
function listOf(shape: TableShape, name: string): string {
  return `CL_${sdmxName(shape.id)}-${sdmxName(name)}`
}

/** Each dimension once, by the title of the first table that has it. */
function conceptsOf(shapes: readonly TableShape[]): readonly Item[] {
  const concepts = new Map(commonConcepts.map((one) => [one.id, one]))
  for (const { name, title } of shapes.flatMap(({ dimensions }) => dimensions)) {
    const id = sdmxName(name)
    if (!concepts.has(id)) concepts.set(id, { id, labels: title })
  }
  return [...concepts.values()]
}
