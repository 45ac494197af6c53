// Serves usearch's Node package to Zvec.Benchmarks (common.mjs tells how).
//
//   node usearch.mjs NODE_MODULES
//   {"do":"build","path":P,"base":FILE,"metric":"cosine|l2|ip","m":16,"efConstruction":200,"threads":2,"quantization":"f32|i8"}
//   {"do":"open","path":P,"queries":FILE,"metric":...,"m":16,"quantization":...,"ef":40,"view":false}
//   {"do":"pass","ef":40,"queries":2000}
//   {"do":"memory"}
//
// Its JavaScript binding takes the candidates of a search ("expansion") only when an index is made, so that the file is loaded once more for each
// ef that is asked for; "view" maps it instead, for indexes that do not fit into memory several times.
import { TOP, load, memory, openingOf, passOver, rowsOf, serve, timed } from './common.mjs';

const CHUNK_ROWS = 20_000;

const { Index } = load('usearch');
const metrics = { cosine: 'cos', l2: 'l2sq', ip: 'ip' };

let source = null;
let queryVectors = [];
const indexByEf = new Map();

function make(request, dimensions, ef) {
  return new Index({
    dimensions,
    metric: metrics[request.metric],
    quantization: request.quantization,
    connectivity: request.m,
    expansion_add: request.efConstruction ?? 0,
    expansion_search: ef,
    multi: false,
  });
}

function indexFor(ef) {
  let index = indexByEf.get(ef);
  if (!index) {
    index = make(source, queryVectors[0].length, ef);
    if (source.view) index.view(source.path);
    else index.load(source.path);
    indexByEf.set(ef, index);
  }
  return index;
}

function find(index, vector) {
  return Array.from(index.search(vector, TOP, 1).keys, Number);
}

await serve({
  build(request) {
    const dimensions = rowsOf(request.base, Float32Array).next().value.length;
    const index = make(request, dimensions, 64);
    const total = { seconds: 0, processorSeconds: 0 };
    let added = 0;
    let pending = [];
    const add = () => {
      const keys = BigUint64Array.from(pending, (_, i) => BigInt(added + i));
      const flat = new Float32Array(pending.length * dimensions);
      pending.forEach((row, i) => flat.set(row, i * dimensions));
      const took = timed(() => index.add(keys, flat, request.threads));
      total.seconds += took.seconds;
      total.processorSeconds += took.processorSeconds;
      added += pending.length;
      pending = [];
    };
    for (const row of rowsOf(request.base, Float32Array)) {
      pending.push(row);
      if (pending.length === CHUNK_ROWS) add();
    }
    if (pending.length > 0) add();
    index.save(request.path);
    return {
      InsertSeconds: 0,
      InsertProcessorSeconds: 0,
      OptimizeSeconds: total.seconds,
      OptimizeProcessorSeconds: total.processorSeconds,
    };
  },

  open(request) {
    source = request;
    queryVectors = [...rowsOf(request.queries, Float32Array)];
    return openingOf(() => indexFor(request.ef), () => find(indexFor(request.ef), queryVectors[0]));
  },

  pass(request) {
    const index = indexFor(request.ef);
    return passOver(queryVectors.slice(0, request.queries), (vector) => find(index, vector));
  },

  memory,
});
