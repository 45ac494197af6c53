// Serves zvec's Node package to Zvec.Benchmarks (common.mjs tells how). A process has one zvec collection and is used either
// to build it, to search it to write to it, or for texts: with several indexes in one process zvec 0.7 gives wrong results.
//
//   node zvec.mjs NODE_MODULES
//   {"do":"build","path":P,"base":FILE,"attributes":FILE|null,"metric":"cosine|l2|ip","m":16,"efConstruction":200,"threads":2,"quantization":"none|fp16|int8"}
//   {"do":"open","path":P,"queries":FILE,"ef":40}
//   {"do":"pass","ef":40,"queries":2000,"percent":10|null,"field":"attr","refine":false}
//   {"do":"writes","path":P,"base":FILE,"vectors":50000,"batch":100,"seconds":2}
//   {"do":"texts","path":P,"texts":FILE of a JSON array}
//   {"do":"find","queries":["a AND b"],"top":10}
//   {"do":"memory"}
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { TOP, load, memory, openingOf, passOver, rowsOf, serve, timed } from './common.mjs';

const INSERT_BATCH = 1000; // a call takes at most 1,024 documents
const VECTOR = 'v';
const INDEXED = 'attr';
const PLAIN = 'plain';
const TEXT = 'text';

const zvec = load('@zvec/zvec');
zvec.ZVecInitialize({ logType: 'console', logLevel: zvec.ZVecLogLevel.ERROR });

let collection = null;
let queryVectors = [];

function insertAll({ base, attributes }) {
  const attributeRows = attributes ? rowsOf(attributes, Int32Array) : null;
  let batch = [];
  let row = 0;
  const send = () => {
    for (const status of [].concat(collection.insertSync(batch))) {
      if (!status.ok) throw new Error(status.message);
    }
    batch = [];
  };
  for (const vector of rowsOf(base, Float32Array)) {
    const document = { id: String(row++), vectors: { [VECTOR]: vector } };
    if (attributeRows) {
      const attribute = attributeRows.next().value[0];
      document.fields = { [INDEXED]: attribute, [PLAIN]: attribute };
    }
    batch.push(document);
    if (batch.length === INSERT_BATCH) send();
  }
  if (batch.length > 0) send();
}

/** The ids of the nearest rows; as little is asked for as zvec allows: no vectors and no fields. */
function find(vector, ef, refine, filter) {
  const query = {
    fieldName: VECTOR,
    vector,
    topk: TOP,
    includeVector: false,
    outputFields: [],
    params: { indexType: zvec.ZVecIndexType.HNSW, ef },
  };
  if (refine) query.params.isUsingRefiner = true;
  if (filter) query.filter = filter;
  return collection.querySync(query).map((document) => Number(document.id));
}

await serve({
  build(request) {
    const metrics = { cosine: zvec.ZVecMetricType.COSINE, l2: zvec.ZVecMetricType.L2, ip: zvec.ZVecMetricType.IP };
    const dimension = rowsOf(request.base, Float32Array).next().value.length;
    const codes = { none: zvec.ZVecQuantizeType.UNDEFINED, fp16: zvec.ZVecQuantizeType.FP16, int8: zvec.ZVecQuantizeType.INT8 };
    const indexParams = {
      indexType: zvec.ZVecIndexType.HNSW,
      metricType: metrics[request.metric],
      quantizeType: codes[request.quantization],
      m: request.m,
      efConstruction: request.efConstruction,
    };
    const schema = { name: 'measured', vectors: { name: VECTOR, dataType: zvec.ZVecDataType.VECTOR_FP32, dimension, indexParams } };
    if (request.attributes) {
      schema.fields = [
        { name: INDEXED, dataType: zvec.ZVecDataType.INT32, indexParams: { indexType: zvec.ZVecIndexType.INVERT } },
        { name: PLAIN, dataType: zvec.ZVecDataType.INT32 },
      ];
    }
    collection = zvec.ZVecCreateAndOpen(request.path, new zvec.ZVecCollectionSchema(schema));
    const insert = timed(() => insertAll(request));
    const optimize = timed(() => collection.optimizeSync({ concurrency: request.threads }));
    collection.closeSync();
    collection = null;
    return {
      InsertSeconds: insert.seconds,
      InsertProcessorSeconds: insert.processorSeconds,
      OptimizeSeconds: optimize.seconds,
      OptimizeProcessorSeconds: optimize.processorSeconds,
    };
  },

  open(request) {
    queryVectors = [...rowsOf(request.queries, Float32Array)];
    const open = () => {
      collection = zvec.ZVecOpen(request.path);
    };
    return openingOf(open, () => find(queryVectors[0], request.ef, false));
  },

  pass(request) {
    const filter = request.percent == null ? undefined : `${request.field} < ${request.percent}`;
    return passOver(queryVectors.slice(0, request.queries), (vector) => find(vector, request.ef, request.refine, filter));
  },

  writes(request) {
    const vectors = [];
    for (const vector of rowsOf(request.base, Float32Array)) {
      if (vectors.push(vector) === request.vectors) break;
    }
    const schema = {
      name: 'writes',
      vectors: {
        name: VECTOR,
        dataType: zvec.ZVecDataType.VECTOR_FP32,
        dimension: vectors[0].length,
        indexParams: { indexType: zvec.ZVecIndexType.HNSW, metricType: zvec.ZVecMetricType.COSINE },
      },
    };
    collection = zvec.ZVecCreateAndOpen(request.path, new zvec.ZVecCollectionSchema(schema));
    const microseconds = [];
    const start = performance.now();
    let seconds = 0;
    for (let key = 0; seconds < request.seconds; seconds = (performance.now() - start) / 1000) {
      const batch = [];
      for (let i = 0; i < request.batch; i++, key++) {
        batch.push({ id: String(key), vectors: { [VECTOR]: vectors[key % vectors.length] } });
      }
      const before = performance.now();
      for (const status of [].concat(collection.insertSync(batch))) {
        if (!status.ok) throw new Error(status.message);
      }
      microseconds.push(1000 * (performance.now() - before));
    }
    collection.closeSync();
    collection = null;
    return { Seconds: seconds, Microseconds: microseconds };
  },

  texts(request) {
    const indexParams = { indexType: zvec.ZVecIndexType.FTS, tokenizerName: 'standard', filters: ['lowercase'] };
    const schema = { name: 'texts', fields: [{ name: TEXT, dataType: zvec.ZVecDataType.STRING, indexParams }] };
    collection = zvec.ZVecCreateAndOpen(request.path, new zvec.ZVecCollectionSchema(schema));
    const texts = JSON.parse(readFileSync(request.texts, 'utf8'));
    for (let start = 0; start < texts.length; start += INSERT_BATCH) {
      const batch = texts.slice(start, start + INSERT_BATCH).map((text, i) => ({ id: String(start + i), fields: { [TEXT]: text } }));
      for (const status of [].concat(collection.insertSync(batch))) {
        if (!status.ok) throw new Error(status.message);
      }
    }
    collection.optimizeSync({ concurrency: 2 });
    return {};
  },

  find(request) {
    const answers = [];
    const whole = timed(() => {
      for (const queryString of request.queries) {
        const found = collection.querySync({ fieldName: TEXT, fts: { queryString }, topk: request.top, includeVector: false, outputFields: [] });
        answers.push(found.map((document) => Number(document.id)));
      }
    });
    return { Seconds: whole.seconds, Answers: answers };
  },

  memory,
});
collection?.closeSync();
