using Zvec.Engine.Tests.Collections;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>The calls in which a call of the disk fails: the same for every run of a seed.</summary>
internal static class FaultWorkload
{
    /// <summary>Every kind of call at least once, with more writes between.</summary>
    public static IReadOnlyList<FaultStep> Steps(int seed)
    {
        var random = new Random(seed + 1_000_000); // other documents than the workload before it, for two at the same place have no order
        List<FaultStep> steps =
        [
            Upsert(random),
            Insert(random),
            Delete(random),
            Flush(),
            Upsert(random),
            Update(random),
            AddField("number9"),
            Upsert(random),
            Flush(),
            DeleteByFilter(random),
            Upsert(random),
            Reopen(),
            Upsert(random),
            CreateIndex(),
            ChangeTextIndex(),
            Delete(random),
            Optimize(),
            Upsert(random),
        ];
        FaultStep[] middle = [.. steps[1..^1]];
        random.Shuffle(middle);
        return [steps[0], .. middle, steps[^1]];
    }

    private static FaultStep Upsert(Random random)
    {
        (int Key, SimulatedDocument Document)[] batch = Batch(random);
        return new FaultStep(
            FaultStepKind.Documents,
            state => state.With(batch),
            collection => collection.UpsertAsync(batch.Select(one => one.Document.ToDocument(one.Key))));
    }

    private static FaultStep Insert(Random random)
    {
        (int Key, SimulatedDocument Document)[] batch = [.. Batch(random).DistinctBy(one => one.Key)];
        return new FaultStep(
            FaultStepKind.Documents,
            state => state.With(batch.Where(one => !state.Documents.ContainsKey(one.Key))),
            collection => collection.InsertAsync(batch.Select(one => one.Document.ToDocument(one.Key))));
    }

    private static FaultStep Update(Random random)
    {
        int[] keys = [.. Enumerable.Range(0, 8).Select(_ => random.Next(Workload.Keys)).Distinct()];
        int year = random.Next(1990, 2010);
        return new FaultStep(
            FaultStepKind.Documents,
            state => state.With(keys.Where(state.Documents.ContainsKey).Select(key =>
                (key, state.Documents[key] with { Fields = state.Documents[key].Fields with { Year = year } }))),
            collection => collection.UpdateAsync(keys.Select(key => new Document(key) { ["year"] = year })));
    }

    private static FaultStep Delete(Random random)
    {
        int[] keys = [.. Enumerable.Range(0, 6).Select(_ => random.Next(Workload.Keys))];
        return new FaultStep(
            FaultStepKind.Documents,
            state => state.Without(keys),
            collection => collection.DeleteAsync(keys.Select(key => new DocumentKey(key))));
    }

    private static FaultStep DeleteByFilter(Random random)
    {
        int year = random.Next(1990, 2010);
        return new FaultStep(
            FaultStepKind.Documents,
            state => state.Without(state.Documents.Where(entry => entry.Value.Fields.Year == year).Select(entry => entry.Key)),
            collection => collection.DeleteAsync(Filter.Equal("year", year)));
    }

    private static FaultStep AddField(string name) => new(
        FaultStepKind.Schema,
        state => state with { AddedFields = state.AddedFields.Add(name) },
        collection =>
            collection.AddFieldAsync(new FieldSchema(name, DataType.Int64) { Nullable = true, Index = new InvertedIndexOptions() }));

    private static FaultStep CreateIndex() => new(
        FaultStepKind.Schema,
        state => state with { IsWeightIndexed = true },
        collection => collection.CreateIndexAsync("weight", new InvertedIndexOptions()));

    private static FaultStep ChangeTextIndex() => new(
        FaultStepKind.Schema,
        state => state with { TextIndex = ModelTexts.CasedIndex },
        collection => collection.CreateIndexAsync("text", ModelTexts.CasedIndex));

    private static FaultStep Flush() => new(FaultStepKind.Files, state => state, collection => collection.FlushAsync());

    private static FaultStep Optimize() => new(FaultStepKind.Files, state => state, collection => collection.OptimizeAsync());

    private static FaultStep Reopen() => new(FaultStepKind.Reopen, state => state, _ => Task.CompletedTask);

    private static (int Key, SimulatedDocument Document)[] Batch(Random random) =>
        [.. Enumerable.Range(0, random.Next(2, 8)).Select(_ => (random.Next(Workload.Keys), SimulatedDocument.Random(random, [])))];
}
