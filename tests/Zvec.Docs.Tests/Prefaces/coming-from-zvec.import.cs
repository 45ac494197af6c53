File.WriteAllText("books.schema.json", """
    { "name": "books", "fields": [ { "name": "title", "type": "String", "index": "text" } ],
      "vectors": [ { "name": "embedding", "type": "Float32", "dimensions": 2, "index": { "kind": "hnsw", "metric": "Cosine" } } ] }
    """);
File.WriteAllText("books.jsonl", """
    {"id":"b1","title":"Neuromancer","embedding":[0.10000000149011612,0.2]}
    {"id":"b2","title":"Solaris","embedding":[1,0]}
    {"id":"b3","title":"Dune","embedding":[0,1]}
    """);
