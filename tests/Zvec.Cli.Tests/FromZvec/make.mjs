// node make.mjs makes the collection of zvec that export.mjs of samples/FromZvec then writes to the files beside this one
import {
  ZVecCollectionSchema, ZVecCreateAndOpen, ZVecDataType as T, ZVecIndexType as I, ZVecMetricType as M, ZVecQuantizeType as Q,
} from "@zvec/zvec";

const schema = new ZVecCollectionSchema({
  name: "books",
  fields: [
    { name: "title", dataType: T.STRING, indexParams: { indexType: I.FTS, filters: ["lowercase", "stemmer"] } },
    { name: "year", dataType: T.INT32, indexParams: { indexType: I.INVERT } },
    { name: "price", dataType: T.DOUBLE, nullable: true },
    { name: "rating", dataType: T.FLOAT, nullable: true },
    { name: "sold", dataType: T.INT64 },
    { name: "u32", dataType: T.UINT32 },
    { name: "in_print", dataType: T.BOOL },
    { name: "tags", dataType: T.ARRAY_STRING, nullable: true, indexParams: { indexType: I.INVERT } },
    { name: "pages", dataType: T.ARRAY_INT32, nullable: true },
    { name: "big", dataType: T.ARRAY_INT64, nullable: true },
  ],
  vectors: [
    { name: "embedding", dataType: T.VECTOR_FP32, dimension: 4,
      indexParams: { indexType: I.HNSW, metricType: M.COSINE, m: 16, efConstruction: 200, quantizeType: Q.INT8 } },
    { name: "half", dataType: T.VECTOR_FP16, dimension: 4, indexParams: { indexType: I.HNSW, metricType: M.L2 } },
    { name: "bytes", dataType: T.VECTOR_INT8, dimension: 4, indexParams: { indexType: I.FLAT, metricType: M.L2 } },
    { name: "words", dataType: T.SPARSE_VECTOR_FP32, indexParams: { indexType: I.HNSW, metricType: M.IP } },
    { name: "lists", dataType: T.VECTOR_FP32, dimension: 4, indexParams: { indexType: I.IVF, metricType: M.IP, nList: 8 } },
  ],
});
const books = ZVecCreateAndOpen("books", schema);
const rows = [
  { id: "b1", title: "The Left Hand of Darkness", year: 1969, price: 9.5, rating: 4.5, sold: 9007199254740991, in_print: true,
    tags: ["sf", "winter"], pages: [1, 2, 3], big: [1, 2] },
  { id: "b2", title: "Neuromancer", year: 1984, sold: 12, in_print: true, tags: [] },
  { id: "b3", title: "Solaris “1961”", year: 1961, price: 7.25, rating: 0.1, sold: 0, in_print: false, pages: [], big: [5] },
];
books.insertSync(rows.map(({ id, ...fields }, i) => ({
  id,
  fields: { ...fields, u32: 4000000000 + i },
  vectors: {
    embedding: [0.1 + i, 0.2, 7, -0.3],
    half: [1.5, 2.25, i, 0.1],
    bytes: Int8Array.from([1, -2, 127, -128 + i]),
    words: i === 1 ? {} : { 3: 0.5, 17: 1.25 + i },
    lists: [i, 1, 2, 3],
  },
})));
books.closeSync();
