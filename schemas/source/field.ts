import { z } from 'zod'
import type { Role } from '../role.ts'
import type { SourceName } from './source-name.ts'

/** What Kohort adds to zod's own metadata of a source field; `z.toJSONSchema` carries it along. */
export interface FieldMeta {
  readonly role: Role
  readonly description: string
  /** The source whose key this field names. */
  readonly references?: SourceName
  /** No two rows of a source share it. */
  readonly key?: true
}

/** A name or code, compared byte for byte. */
export const text = (meta: FieldMeta) =>
  z
    .string()
    .min(1)
    .max(400)
    .meta({ ...meta })
/** A whole number between two limits, both allowed. */
export const integer = (minimum: number, maximum: number, meta: FieldMeta) =>
  z
    .int()
    .min(minimum)
    .max(maximum)
    .meta({ ...meta })
/** A number between two limits, both allowed. */
export const decimal = (minimum: number, maximum: number, meta: FieldMeta) =>
  z
    .number()
    .min(minimum)
    .max(maximum)
    .meta({ ...meta })
export const boolean = (meta: FieldMeta) => z.boolean().meta({ ...meta })
/** A calendar day. */
export const date = (meta: FieldMeta) => z.iso.date().meta({ ...meta })
/** A moment; without an offset it is local time of the project. */
export const timestamp = (meta: FieldMeta) =>
  z.iso.datetime({ local: true, offset: true }).meta({ ...meta, format: 'date-time' })
export const oneOf = <const V extends readonly [string, ...string[]]>(values: V, meta: FieldMeta) =>
  z.enum(values).meta({ ...meta })
