// Serves zvec's Node package to Zvec.Benchmarks: one request a line of JSON on standard input, one answer a line on standard output, marked with "@" at
// its start so that whatever the native library prints is not taken for an answer. A process has one zvec collection and is used either
// to build it, to search it or to write to it: with several indexes in one process zvec 0.7 gives wrong results.
//
//   node zvec.mjs NODE_MODULES
//   {"do":"build","path":P,"base":FILE,"attributes":FILE|null,"metric":"cosine|l2|ip","m":16,"efConstruction":200,"threads":2}
//   {"do":"open","path":P,"queries":FILE}
//   {"do":"pass","ef":40,"queries":2000,"percent":10|null}
//   {"do":"writes","path":P,"base":FILE,"vectors":50000,"batch":100,"seconds":2}
//   {"do":"memory"}
import { createRequire } from 'node:module';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const TOP = 10;
const INSERT_BATCH = 1000; // a call takes at most 1,024 documents
const VECTOR = 'v';
const ATTRIBUTE = 'attr';

const zvec = createRequire(join(resolve(process.argv[2]), 'anchor.js'))('@zvec/zvec');
zvec.ZVecInitialize({ logType: 'console', logLevel: zvec.ZVecLogLevel.ERROR });

let collection = null;
let queryVectors = [];

/** The rows of a TEXMEX file as typed arrays, read a megabyte or so at a time. */
function* rowsOf(file, ElementArray) {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(4);
    readSync(handle, head, 0, 4, 0);
    const rowBytes = 4 * (head.readInt32LE(0) + 1);
    const chunk = Buffer.alloc(rowBytes * Math.max(1, Math.floor((1 << 20) / rowBytes)));
    const size = fstatSync(handle).size;
    for (let position = 0; position < size; position += chunk.length) {
      const length = readSync(handle, chunk, 0, chunk.length, position);
      for (let at = 0; at < length; at += rowBytes) {
        yield new ElementArray(chunk.buffer.slice(chunk.byteOffset + at + 4, chunk.byteOffset + at + rowBytes));
      }
    }
  } finally {
    closeSync(handle);
  }
}

function timed(action) {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  action();
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return { seconds, processorSeconds: (cpu.user + cpu.system) / 1e6 };
}

/** Resident memory in megabytes (10^6 bytes). */
function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const megabytes = (name) => (Number(status.match(new RegExp(`^${name}:\\s*(\\d+)`, 'm'))?.[1] ?? 0) * 1024) / 1e6;
  return { Resident: megabytes('VmRSS'), Anonymous: megabytes('RssAnon'), File: megabytes('RssFile') };
}

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
    if (attributeRows) document.fields = { [ATTRIBUTE]: attributeRows.next().value[0] };
    batch.push(document);
    if (batch.length === INSERT_BATCH) send();
  }
  if (batch.length > 0) send();
}

const requests = {
  build(request) {
    const metrics = { cosine: zvec.ZVecMetricType.COSINE, l2: zvec.ZVecMetricType.L2, ip: zvec.ZVecMetricType.IP };
    const dimension = rowsOf(request.base, Float32Array).next().value.length;
    const indexParams = {
      indexType: zvec.ZVecIndexType.HNSW,
      metricType: metrics[request.metric],
      quantizeType: zvec.ZVecQuantizeType.UNDEFINED,
      m: request.m,
      efConstruction: request.efConstruction,
    };
    const schema = { name: 'measured', vectors: { name: VECTOR, dataType: zvec.ZVecDataType.VECTOR_FP32, dimension, indexParams } };
    if (request.attributes) {
      schema.fields = [{ name: ATTRIBUTE, dataType: zvec.ZVecDataType.INT32, indexParams: { indexType: zvec.ZVecIndexType.INVERT } }];
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
    const before = memory();
    let opened;
    const whole = timed(() => {
      opened = timed(() => {
        collection = zvec.ZVecOpen(request.path);
      });
      find(queryVectors[0], 100);
    });
    return {
      OpenMilliseconds: 1000 * opened.seconds,
      AnswerMilliseconds: 1000 * whole.seconds,
      ProcessorMilliseconds: 1000 * whole.processorSeconds,
      Before: before,
      After: memory(),
    };
  },

  pass(request) {
    const filter = request.percent == null ? undefined : `${ATTRIBUTE} < ${request.percent}`;
    const answers = [];
    const microseconds = [];
    const whole = timed(() => {
      let last = performance.now();
      for (let i = 0; i < request.queries; i++) {
        answers.push(find(queryVectors[i], request.ef, filter));
        const now = performance.now();
        microseconds.push(1000 * (now - last));
        last = now;
      }
    });
    return { Seconds: whole.seconds, ProcessorSeconds: whole.processorSeconds, Microseconds: microseconds, Answers: answers };
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

  memory,
};

/** The ids of the nearest rows; as little is asked for as zvec allows: no vectors and no fields. */
function find(vector, ef, filter) {
  const query = {
    fieldName: VECTOR,
    vector,
    topk: TOP,
    includeVector: false,
    outputFields: [],
    params: { indexType: zvec.ZVecIndexType.HNSW, ef },
  };
  if (filter) query.filter = filter;
  return collection.querySync(query).map((document) => Number(document.id));
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = { ok: requests[request.do](request) };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`@${JSON.stringify(answer)}\n`);
}
collection?.closeSync();
