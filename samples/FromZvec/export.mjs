// node export.mjs <collection> writes <collection>.schema.json and <collection>.jsonl, for `zvec create` and `zvec import`
import fs from "node:fs";
import { ZVecDataType, ZVecIndexType, ZVecMetricType, ZVecOpen } from "@zvec/zvec";

const nameOf = (values, value) => Object.keys(values).find(name => values[name] === value);
const scalars = { STRING: "String", BOOL: "Bool", INT32: "Int32", INT64: "Int64", UINT32: "UInt32", UINT64: "UInt64",
  FLOAT: "Float32", DOUBLE: "Float64" };
const denseTypes = { VECTOR_FP32: "Float32", VECTOR_FP16: "Float16", VECTOR_INT8: "Int8" };
const metrics = { L2: "L2", IP: "InnerProduct", COSINE: "Cosine" };
const tokenizers = { whitespace: "Whitespace", ngram: "NGram" };

function fieldOf({ name, dataType, nullable, indexParams }) {
  const type = nameOf(ZVecDataType, dataType);
  const field = { name, type: type.startsWith("ARRAY_") ? scalars[type.slice(6)] + "Array" : scalars[type], nullable };
  if (indexParams?.indexType === ZVecIndexType.INVERT) field.index = "inverted";
  if (indexParams?.indexType === ZVecIndexType.FTS)
    field.index = { kind: "text", tokenizer: tokenizers[indexParams.tokenizerName] ?? "Standard",
      cjkBigrams: indexParams.tokenizerName === "jieba", lowerCase: indexParams.filters.includes("lowercase"),
      asciiFolding: indexParams.filters.includes("ascii_folding"),
      stemmer: indexParams.filters.includes("stemmer") ? "English" : "None" };
  return field;
}

function vectorOf({ name, dataType, dimension, indexParams }) {
  const type = denseTypes[nameOf(ZVecDataType, dataType)];
  if (!type) return { name, type: "Sparse" };
  const kind = { FLAT: "flat", IVF: "ivf", IVF_RABITQ: "ivf" }[nameOf(ZVecIndexType, indexParams.indexType)] ?? "hnsw";
  return { name, type, dimensions: dimension, index: { kind, metric: metrics[nameOf(ZVecMetricType, indexParams.metricType)] } };
}

const path = process.argv[2];
const collection = ZVecOpen(path); // not read-only: that leaves out what only the log has
const { schema } = collection;
const fields = schema.fields().map(fieldOf), vectors = schema.vectors().map(vectorOf);
const key = fields.concat(vectors).some(field => field.name === "id") ? "_id" : "id";
const written = { name: schema.name, key: { type: "String", name: key }, fields, vectors };
fs.writeFileSync(`${path}.schema.json`, JSON.stringify(written, null, 2) + "\n");

const sparse = vectors.filter(vector => vector.type === "Sparse").map(vector => vector.name);
const out = fs.openSync(`${path}.jsonl`, "w");
let count = 0;
for (const doc of collection.iterDocsSync()) {
  const row = { [key]: doc.id, ...doc.fields, ...doc.vectors };
  for (const name of sparse.filter(name => row[name])) {
    const pairs = Object.entries(row[name]).sort((a, b) => a[0] - b[0]);
    row[name] = { indices: pairs.map(pair => Number(pair[0])), values: pairs.map(pair => pair[1]) };
  }
  fs.writeSync(out, JSON.stringify(row, (_, value) => typeof value === "bigint" ? String(value) : value) + "\n");
  count++;
}
fs.closeSync(out);
console.log(`${count} of ${collection.stats.docCount} documents`);
collection.closeSync();
