// The same program as this sample on zvec's own package for Node.
//
//   node zvec.mjs NODE_MODULES build FOLDER DATA | find FOLDER ROW... | measure FOLDER DATA [SEARCHES]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gunzipSync } from 'node:zlib';

const DIMENSIONS = 100;
const ROW_BYTES = 2 + DIMENSIONS;
const BATCH = 1000; // a call takes at most 1,024 documents
const [modules, command, folder, ...rest] = process.argv.slice(2);
const zvec = createRequire(join(resolve(modules), 'anchor.js'))('@zvec/zvec');
zvec.ZVecInitialize({ logType: 'console', logLevel: zvec.ZVecLogLevel.ERROR });

function wordsOf(data) {
  return gunzipSync(readFileSync(join(data, 'glove.words.gz'))).toString('utf8').trimEnd().split('\n');
}

function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const megabytes = (name) => ((Number(status.match(`${name}:\\s+(\\d+)`)[1]) * 1024) / 1e6).toFixed(1);
  return `${megabytes('VmRSS')} MB resident, ${megabytes('RssAnon')} MB of them anonymous`;
}

/** The words nearest to the word of a row. */
function find(collection, row) {
  const document = Object.values(collection.fetchSync([String(row)]))[0];
  const query = { fieldName: 'vector', vector: document.vectors.vector, topk: 11, includeVector: false, outputFields: ['word'] };
  const hits = collection.querySync(query).map((hit) => hit.fields.word);
  return hits.filter((hit) => hit !== document.fields.word).slice(0, 10);
}

if (command === 'build') {
  const [data] = rest;
  const start = performance.now();
  const words = wordsOf(data);
  const rows = gunzipSync(readFileSync(join(data, 'glove.vectors.gz')));
  const schema = new zvec.ZVecCollectionSchema({
    name: 'words',
    fields: [{ name: 'word', dataType: zvec.ZVecDataType.STRING }],
    vectors: {
      name: 'vector',
      dataType: zvec.ZVecDataType.VECTOR_FP32,
      dimension: DIMENSIONS,
      indexParams: { indexType: zvec.ZVecIndexType.HNSW, metricType: zvec.ZVecMetricType.COSINE, m: 8, efConstruction: 200 },
    },
  });
  const collection = zvec.ZVecCreateAndOpen(folder, schema);
  for (let first = 0; first < words.length; first += BATCH) {
    const batch = [];
    for (let row = first; row < Math.min(first + BATCH, words.length); row++) {
      const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => rows.readInt8(row * ROW_BYTES + 2 + i));
      const length = Math.hypot(...vector);
      batch.push({ id: String(row), fields: { word: words[row] }, vectors: { vector: vector.map((element) => element / length) } });
    }
    for (const status of [].concat(collection.insertSync(batch))) if (!status.ok) throw new Error(status.message);
  }
  collection.optimizeSync({ concurrency: 2 });
  collection.closeSync();
  console.error(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
} else if (command === 'find') {
  const collection = zvec.ZVecOpen(folder);
  for (const row of rest) console.log(`${row}: ${find(collection, row).join(', ')}`);
  collection.closeSync();
} else if (command === 'measure') {
  const [data, searches = '2000'] = rest;
  const words = wordsOf(data);
  const step = Math.floor(words.length / Number(searches));
  const rows = [...words.keys()].filter((row) => row % step === 0).slice(0, Number(searches));
  console.error(`Before:          ${memory()}`);
  let start = performance.now();
  const collection = zvec.ZVecOpen(folder);
  console.error(`Opened:          ${memory()}, ${(performance.now() - start).toFixed(1)} ms`);
  start = performance.now();
  find(collection, rows[0]);
  console.error(`First search:    ${memory()}, ${(performance.now() - start).toFixed(1)} ms`);
  const times = rows.map((row) => {
    const began = performance.now();
    const hits = find(collection, row);
    const time = performance.now() - began;
    console.log(`${words[row]} ${hits.join(' ')}`);
    return time;
  });
  times.sort((a, b) => a - b);
  console.error(`${rows.length} searches:  ${memory()}, half of them within ${(times[times.length >> 1] * 1000).toFixed(0)} us`);
  collection.closeSync();
} else {
  console.error('node zvec.mjs NODE_MODULES build FOLDER DATA | find FOLDER ROW... | measure FOLDER DATA [SEARCHES]');
  process.exitCode = 1;
}
