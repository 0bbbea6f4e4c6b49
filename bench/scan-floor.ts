import { DuckDBInstance } from '@duckdb/node-api'

/** Reads every value of every column of Parquet files once, and does nothing with them: no pipeline can cost less. */
const [files, hive] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' })
const connection = await instance.connect()
const from = `read_parquet('${files}', hive_partitioning = ${hive === 'hive'})`
const columns = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`))
  .getRowObjects()
  .map((row) => String(row['column_name']))
const start = process.cpuUsage()
await connection.runAndReadAll(
  `SELECT ${columns.map((column) => `max("${column}")`).join(', ')} FROM ${from}`,
)
const { user, system } = process.cpuUsage(start)
process.stdout.write(
  JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 }),
)
