"""python export.py <collection> writes <collection>.schema.json and <collection>.jsonl, for `zvec create` and `zvec import`."""
import json
import sys

import zvec

SCALARS = {"STRING": "String", "BOOL": "Bool", "INT32": "Int32", "INT64": "Int64", "UINT32": "UInt32", "UINT64": "UInt64",
           "FLOAT": "Float32", "DOUBLE": "Float64"}
VECTORS = {"VECTOR_FP32": "Float32", "VECTOR_FP16": "Float16", "VECTOR_INT8": "Int8"}
METRICS = {"L2": "L2", "IP": "InnerProduct", "COSINE": "Cosine"}
KINDS = {"FLAT": "flat", "IVF": "ivf", "IVF_RABITQ": "ivf"}  # all others become hnsw
TOKENIZERS = {"whitespace": "Whitespace", "ngram": "NGram"}


def field_of(field):
    type_name = field.data_type.name
    is_array = type_name.startswith("ARRAY_")
    found = {"name": field.name, "type": SCALARS[type_name.removeprefix("ARRAY_")] + ("Array" if is_array else ""),
             "nullable": field.nullable}
    index = field.index_param
    if index is not None and index.type.name == "INVERT":
        found["index"] = "inverted"
    elif index is not None and index.type.name == "FTS":
        found["index"] = {"kind": "text", "tokenizer": TOKENIZERS.get(index.tokenizer_name, "Standard"),
                          "cjkBigrams": index.tokenizer_name == "jieba", "lowerCase": "lowercase" in index.filters,
                          "asciiFolding": "ascii_folding" in index.filters,
                          "stemmer": "English" if "stemmer" in index.filters else "None"}
    return found


def vector_of(vector):
    type_name = VECTORS.get(vector.data_type.name)
    if type_name is None:
        return {"name": vector.name, "type": "Sparse"}
    index = vector.index_param
    return {"name": vector.name, "type": type_name, "dimensions": vector.dimension,
            "index": {"kind": KINDS.get(index.type.name, "hnsw"), "metric": METRICS[index.metric_type.name]}}


def sparse_of(vector):
    pairs = sorted(vector.items())
    return {"indices": [int(index) for index, _ in pairs], "values": [float(value) for _, value in pairs]}


def dense_of(vector):
    return vector.tolist() if hasattr(vector, "tolist") else list(vector)


path = sys.argv[1]
collection = zvec.open(path)  # not read-only: that leaves out what only the log has
schema = collection.schema
fields = [field_of(field) for field in schema.fields]
vectors = [vector_of(vector) for vector in schema.vectors]
key = "_id" if any(named["name"] == "id" for named in fields + vectors) else "id"
with open(path + ".schema.json", "w", encoding="utf-8") as file:
    json.dump({"name": schema.name, "key": {"type": "String", "name": key}, "fields": fields, "vectors": vectors}, file, indent=2)

sparse = {vector["name"] for vector in vectors if vector["type"] == "Sparse"}
count = 0
with open(path + ".jsonl", "w", encoding="utf-8") as file, collection.iter_docs() as documents:
    for document in documents:
        found = {name: (sparse_of if name in sparse else dense_of)(vector) for name, vector in document.vectors.items()}
        file.write(json.dumps({key: document.id, **document.fields, **found}, ensure_ascii=False) + "\n")
        count += 1
print(f"{count} of {collection.stats.doc_count} documents")
collection.close()
